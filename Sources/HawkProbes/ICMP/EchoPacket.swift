import HawkNet

/// Recognises an echo as ours: random, so that nobody can forge an answer without having seen the question.
struct EchoToken: Hashable, Sendable {
    static let size = 16
    private let value: UInt128

    init() { self.value = .random(in: .min ... .max) }

    init(_ bytes: UnsafeRawBufferPointer) { self.value = bytes.loadUnaligned(as: UInt128.self) }

    func write(to bytes: UnsafeMutableRawBufferPointer) { bytes.storeBytes(of: self.value, as: UInt128.self) }
}

/// ICMP echo messages (RFC 792, RFC 4443 section 4).
enum EchoPacket {
    static let headerSize = 8
    private static let requestTypes: [IPAddress.Family: UInt8] = [.v4: 8, .v6: 128]
    private static let replyTypes: [IPAddress.Family: UInt8] = [.v4: 0, .v6: 129]

    /// - Parameter payload: its size in bytes, from `EchoToken.size` up.
    static func request(_ token: EchoToken, family: IPAddress.Family, identifier: UInt16, payload: Int) -> [UInt8] {
        var packet = [UInt8](repeating: 0x68, count: self.headerSize + payload)
        packet.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: 0, as: UInt64.self)
            bytes[0] = self.requestTypes[family] ?? 0
            bytes.storeBytes(of: identifier.bigEndian, toByteOffset: 4, as: UInt16.self)
            token.write(to: UnsafeMutableRawBufferPointer(rebasing: bytes[self.headerSize...]))
        }
        // Over IPv6, and on ping sockets, the kernel sums up; doing so here as well costs nothing and is the same for all.
        if family == .v4 {
            let sum = self.checksum(packet)
            packet[2] = UInt8(truncatingIfNeeded: sum >> 8)
            packet[3] = UInt8(truncatingIfNeeded: sum)
        }
        return packet
    }

    /// The token of a reply; nil for anything else.
    /// - Parameter hasIPHeader: as on raw sockets over IPv4.
    static func token(ofReply packet: UnsafeRawBufferPointer, family: IPAddress.Family, hasIPHeader: Bool) -> EchoToken? {
        var start = 0
        if hasIPHeader {
            guard let first = packet.first else { return nil }
            start = Int(first & 0x0F) * 4
        }
        guard packet.count > start, packet[start] == self.replyTypes[family] else { return nil }
        return self.token(in: packet, at: start + self.headerSize)
    }

    /// The token of one of our requests that an ICMP error quotes; nil where it quotes too little.
    static func token(ofQuotedRequest packet: UnsafeRawBufferPointer, family: IPAddress.Family) -> EchoToken? {
        guard packet.first == self.requestTypes[family] else { return nil }
        return self.token(in: packet, at: self.headerSize)
    }

    private static func token(in packet: UnsafeRawBufferPointer, at offset: Int) -> EchoToken? {
        guard packet.count >= offset + EchoToken.size else { return nil }
        return EchoToken(UnsafeRawBufferPointer(rebasing: packet[offset..<offset + EchoToken.size]))
    }

    /// RFC 1071.
    private static func checksum(_ packet: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: packet.count, by: 2) {
            sum += UInt32(packet[index]) << 8 | (index + 1 < packet.count ? UInt32(packet[index + 1]) : 0)
        }
        while sum >> 16 != 0 { sum = (sum & 0xFFFF) + (sum >> 16) }
        return ~UInt16(sum)
    }
}
