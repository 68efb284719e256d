import CLinux
import Glibc
import HawkCore
import HawkNet
import NIOCore

/// The socket for all echoes of a family: a ping socket if the system permits it, otherwise a raw one.
final class EchoSocket: Sendable {
    enum Kind: Sendable {
        case any, ping, raw
    }

    let family: IPAddress.Family
    let descriptor: Int32
    let isRaw: Bool
    let identifier = UInt16.random(in: 1 ... .max)

    /// - Throws: `EchoFailure`.
    init(family: IPAddress.Family, _ kind: Kind = .any) throws(EchoFailure) {
        let transport = family == .v4 ? Int32(IPPROTO_ICMP) : Int32(IPPROTO_ICMPV6)
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        var descriptor = kind == .raw ? -1 : socket(family.domain, Int32(SOCK_DGRAM.rawValue) | flags, transport)
        // Only if permission is missing. If no descriptors are left, for example, the second error would hide the first.
        let isRaw = descriptor < 0 && (kind == .raw || kind == .any && [EACCES, EPERM, EPROTONOSUPPORT].contains(errno))
        if isRaw { descriptor = socket(family.domain, Int32(SOCK_RAW.rawValue) | flags, transport) }
        guard descriptor >= 0 else { throw EchoFailure(openingFailedWith: errno) }
        self.family = family
        self.descriptor = descriptor
        self.isRaw = isRaw
        if isRaw { self.refuseAllButReplies() }
        _ = hawk_prepare_echo_socket(descriptor, family.domain)
    }

    deinit { close(self.descriptor) }

    /// Sends packets in order.
    /// - Parameter failed: called for each packet that cannot be sent.
    func send(_ packets: UnsafeBufferPointer<hawk_packet>, failed: (Int, EchoFailure) -> Void) {
        var next = 0
        var tries = 0
        while next < packets.count {
            let rest = UnsafeBufferPointer(rebasing: packets[next...])
            let sent = Int(hawk_send_batch(self.descriptor, self.family.domain, rest.baseAddress, UInt32(rest.count)))
            if sent > 0 {
                next += sent
                tries = 0
                continue
            }
            let code = errno
            tries += 1
            // The next call of any kind reports and clears an ICMP error that a packet to another host caused.
            if tries < 3, EchoFailure.mayBeForeign(code) { continue }
            failed(next, EchoFailure(sendingFailedWith: code, to: IPAddress(packets[next].address, self.family)))
            next += 1
            tries = 0
        }
    }

    /// Filters a raw socket, which otherwise receives all of the machine's ICMP, including our own requests.
    private func refuseAllButReplies() {
        switch self.family {
        case .v4:
            var blocked = ~UInt32(1)  // ICMP_FILTER: a bit for each type that is not wanted
            setsockopt(self.descriptor, SOL_RAW, 1, &blocked, socklen_t(MemoryLayout<UInt32>.size))
        case .v6:
            var blocked = [UInt32](repeating: .max, count: 8)  // ICMPV6_FILTER
            blocked[129 / 32] &= ~(1 << (129 % 32))
            setsockopt(self.descriptor, Int32(IPPROTO_ICMPV6), 1, &blocked, socklen_t(32))
        }
    }
}

extension IPAddress.Family {
    fileprivate var domain: Int32 { self == .v4 ? AF_INET : AF_INET6 }
}

extension IPAddress {
    /// The type on the C side: bytes in network order.
    typealias Bytes = (
        UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
    )

    init(_ bytes: Bytes, _ family: Family) {
        self = withUnsafeBytes(of: bytes) { bytes in
            switch family {
            case .v4: .v4(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))
            case .v6: .v6(UInt128(bigEndian: bytes.loadUnaligned(as: UInt128.self)))
            }
        }
    }

    func write(to bytes: inout Bytes) {
        withUnsafeMutableBytes(of: &bytes) { bytes in
            switch self {
            case .v4(let value): bytes.storeBytes(of: value.bigEndian, as: UInt32.self)
            case .v6(let value): bytes.storeBytes(of: value.bigEndian, as: UInt128.self)
            }
        }
    }
}
