import CLinux
import Glibc
import HawkNet
import NIOCore

/// A response to one of our echoes.
struct EchoArrival: Sendable {
    enum Content: Sendable {
        case reply
        case report(EchoReport)
    }

    let token: EchoToken
    /// The sender of a reply. For a report, the destination of the echo.
    let peer: IPAddress
    /// When the kernel received it, or when we did if the kernel does not say.
    let at: NIODeadline
    let content: Content
}

/// Reads arrivals from a socket, many with one system call.
// SAFETY: used by the receiving thread only, and by no other after its end.
final class EchoReceiver: @unchecked Sendable {
    /// Larger than any reply in one frame. Longer packets are cut, but we read only their beginning.
    private static let size = 2_048
    private static let count = Int(HAWK_BATCH)

    let socket: EchoSocket
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size * count, alignment: 8)
    private let packets = UnsafeMutableBufferPointer<hawk_packet>.allocate(capacity: count)
    private var dropped: Int64 = 0

    init(_ socket: EchoSocket) {
        self.socket = socket
        self.packets.initialize(repeating: hawk_packet())
    }

    deinit {
        self.buffer.deallocate()
        self.packets.deallocate()
    }

    /// Returns whether the kernel dropped packets since the last call.
    func hasDropped() -> Bool {
        let now = hawk_dropped_packets(self.socket.descriptor)
        defer { self.dropped = max(now, self.dropped) }
        return now > self.dropped
    }

    /// Reads the waiting packets, with a limit so that a flood on one socket does not starve the other.
    func receive(errorsToo: Bool, _ handle: (EchoArrival) -> Void) {
        for _ in 0..<16 where self.receiveBatch(fromErrors: false, handle) < Self.count { break }
        guard errorsToo else { return }
        for _ in 0..<16 where self.receiveBatch(fromErrors: true, handle) < Self.count { break }
    }

    private func receiveBatch(fromErrors: Bool, _ handle: (EchoArrival) -> Void) -> Int {
        for index in self.packets.indices {
            self.packets[index].bytes = self.buffer.baseAddress.map { $0 + index * Self.size }
            self.packets[index].size = UInt32(Self.size)
        }
        let domain = self.socket.family == .v4 ? AF_INET : AF_INET6
        let received = Int(
            hawk_receive_batch(
                self.socket.descriptor, domain, fromErrors ? 1 : 0, self.packets.baseAddress, UInt32(Self.count)))
        guard received > 0 else { return 0 }
        let now = NIODeadline.now()
        for packet in self.packets[..<received] {
            if let arrival = fromErrors ? self.report(packet, at: now) : self.reply(packet, at: now) { handle(arrival) }
        }
        return received
    }

    private func reply(_ packet: hawk_packet, at now: NIODeadline) -> EchoArrival? {
        let bytes = UnsafeRawBufferPointer(start: packet.bytes, count: Int(packet.size))
        let family = self.socket.family
        let hasIPHeader = self.socket.isRaw && family == .v4
        guard let token = EchoPacket.token(ofReply: bytes, family: family, hasIPHeader: hasIPHeader) else { return nil }
        let at = packet.received_at > 0 ? NIODeadline.uptimeNanoseconds(UInt64(packet.received_at)) : now
        return EchoArrival(token: token, peer: IPAddress(packet.address, family), at: min(at, now), content: .reply)
    }

    private func report(_ packet: hawk_packet, at now: NIODeadline) -> EchoArrival? {
        let bytes = UnsafeRawBufferPointer(start: packet.bytes, count: Int(packet.size))
        let family = self.socket.family
        guard packet.icmp_type != 0, let token = EchoPacket.token(ofQuotedRequest: bytes, family: family) else { return nil }
        let reporter = packet.has_reporter != 0 ? IPAddress(packet.reporter, family) : nil
        let report = EchoReport(type: packet.icmp_type, code: packet.icmp_code, family: family, by: reporter)
        return EchoArrival(token: token, peer: IPAddress(packet.address, family), at: now, content: .report(report))
    }
}
