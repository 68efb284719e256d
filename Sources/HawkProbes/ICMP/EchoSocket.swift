import CLinux
import Glibc
import HawkCore
import HawkNet
import NIOCore

/// The one socket through which all echoes of a family go: a ping socket where the system permits it, else a raw one.
final class EchoSocket: Sendable {
    /// What the socket received.
    enum Arrival {
        case reply(EchoToken, from: IPAddress, age: Duration)
        case unreachable(EchoToken)
        case foreign
    }

    let family: IPAddress.Family
    let descriptor: Int32
    private let isRaw: Bool
    private let identifier = UInt16.random(in: 1 ... .max)

    /// - Throws: `EchoFailure`.
    init(family: IPAddress.Family, rawOnly: Bool) throws(EchoFailure) {
        let domain = family == .v4 ? AF_INET : AF_INET6
        let transport = family == .v4 ? Int32(IPPROTO_ICMP) : Int32(IPPROTO_ICMPV6)
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        var descriptor = rawOnly ? -1 : socket(domain, Int32(SOCK_DGRAM.rawValue) | flags, transport)
        // Only for want of rights: with no descriptors left, say, the second refusal would hide the first.
        let isRaw = descriptor < 0 && (rawOnly || [EACCES, EPERM, EPROTONOSUPPORT].contains(errno))
        if isRaw { descriptor = socket(domain, Int32(SOCK_RAW.rawValue) | flags, transport) }
        guard descriptor >= 0 else { throw EchoFailure(openingFailedWith: errno) }
        self.family = family
        self.descriptor = descriptor
        self.isRaw = isRaw
        if isRaw { self.refuseAllButReplies() }
        _ = hawk_enable_packet_details(descriptor, domain)
    }

    deinit { close(self.descriptor) }

    /// - Throws: `EchoFailure`.
    func send(_ token: EchoToken, to address: IPAddress, payload: Int) throws(EchoFailure) {
        let packet = EchoPacket.request(token, family: self.family, identifier: self.identifier, payload: payload)
        // An ICMP error that a packet to someone else brought back is reported, and cleared, by whichever call comes next.
        var failure: Int32 = 0
        for _ in 0..<3 {
            let sent = address.socketAddress(port: 0).withSockAddr { peer, length in
                sendto(self.descriptor, packet, packet.count, Int32(MSG_DONTWAIT), peer, socklen_t(length))
            }
            if sent >= 0 { return }
            failure = errno
            guard EchoFailure.mayBeForeign(failure) else { break }
        }
        throw EchoFailure(sendingFailedWith: failure, to: address)
    }

    /// The next packet, or error, that waits; nil when there is none.
    func receive() -> Arrival? {
        withUnsafeTemporaryAllocation(byteCount: 2_048, alignment: 8) { buffer in
            var packet = hawk_packet()
            for fromErrors in [Int32(0), 1] {
                let length = hawk_receive(self.descriptor, fromErrors, buffer.baseAddress, UInt64(buffer.count), &packet)
                // A pending error ends the first call and is cleared by it: the loop in the caller comes back.
                if length < 0 && errno != EAGAIN && errno != EWOULDBLOCK { return .foreign }
                if length >= 0 {
                    return self.arrival(
                        UnsafeRawBufferPointer(rebasing: buffer[..<Int(length)]), &packet, isError: fromErrors == 1)
                }
            }
            return nil
        }
    }

    private func arrival(_ bytes: UnsafeRawBufferPointer, _ packet: inout hawk_packet, isError: Bool) -> Arrival {
        if isError {
            guard EchoFailure.isUnreachable(packet.queued_errno) else { return .foreign }
            return EchoPacket.token(ofQuotedRequest: bytes, family: self.family).map(Arrival.unreachable) ?? .foreign
        }
        let source = withUnsafePointer(to: &packet.from) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { IPAddress($0) }
        }
        let token = EchoPacket.token(ofReply: bytes, family: self.family, hasIPHeader: self.isRaw && self.family == .v4)
        guard let source, let token else { return .foreign }
        return .reply(token, from: source, age: .nanoseconds(packet.age_ns))
    }

    /// A raw socket would see all of the machine's ICMP, our own requests among it.
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
