import CLinux
import HawkNet

/// Echo requests of one family that are sent with one system call.
///
/// A batch is small: the round trip counts from before the call, and the last packet waits for the others.
final class EchoBatch {
    private static let capacity = 8
    private static let packetSize = EchoPacket.headerSize + ICMPSettings.sizeRange.upperBound

    private let socket: EchoSocket
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity * packetSize, alignment: 8)
    private let packets = UnsafeMutableBufferPointer<hawk_packet>.allocate(capacity: capacity)
    private(set) var tokens: [EchoToken] = []

    init(_ socket: EchoSocket) {
        self.socket = socket
        self.buffer.initializeMemory(as: UInt8.self, repeating: EchoPacket.filler)
        self.packets.initialize(repeating: hawk_packet())
        self.tokens.reserveCapacity(Self.capacity)
    }

    deinit {
        self.buffer.deallocate()
        self.packets.deallocate()
    }

    var isEmpty: Bool { self.tokens.isEmpty }
    var isFull: Bool { self.tokens.count == Self.capacity }

    /// - Parameter payload: its size in bytes, within `ICMPSettings.sizeRange`.
    func add(_ token: EchoToken, to address: IPAddress, payload: Int) {
        let index = self.tokens.count
        let start = index * Self.packetSize
        let bytes = UnsafeMutableRawBufferPointer(rebasing: self.buffer[start..<start + EchoPacket.headerSize + payload])
        EchoPacket.write(
            token, to: bytes, family: self.socket.family, identifier: self.socket.identifier,
            summed: self.socket.isRaw && self.socket.family == .v4)
        self.packets[index].bytes = bytes.baseAddress
        self.packets[index].size = UInt32(bytes.count)
        address.write(to: &self.packets[index].address)
        self.tokens.append(token)
    }

    /// Sends all requests and empties the batch.
    func send(failed: (EchoToken, EchoFailure) -> Void) {
        self.socket.send(UnsafeBufferPointer(rebasing: self.packets[..<self.tokens.count])) { failed(self.tokens[$0], $1) }
        self.tokens.removeAll(keepingCapacity: true)
    }
}
