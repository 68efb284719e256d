import HawkNet

/// ICMP echo messages (RFC 792, RFC 4443 section 4).
enum EchoPacket {
    static let headerSize = 8
    /// The bytes of the payload after the token.
    static let filler: UInt8 = 0x68

    private static func requestType(_ family: IPAddress.Family) -> UInt8 { family == .v4 ? 8 : 128 }
    private static func replyType(_ family: IPAddress.Family) -> UInt8 { family == .v4 ? 0 : 129 }

    /// Writes a request.
    /// - Parameters:
    ///   - packet: `headerSize` and a payload of at least `EchoToken.size`, filled with `filler` after the token.
    ///   - summed: whether to compute the checksum. Over IPv6 and on ping sockets the kernel does.
    static func write(
        _ token: EchoToken, to packet: UnsafeMutableRawBufferPointer, family: IPAddress.Family, identifier: UInt16, summed: Bool
    ) {
        packet.storeBytes(of: 0, as: UInt64.self)
        packet[0] = self.requestType(family)
        packet.storeBytes(of: identifier.bigEndian, toByteOffset: 4, as: UInt16.self)
        packet.storeBytes(of: UInt16(truncatingIfNeeded: token.slot).bigEndian, toByteOffset: 6, as: UInt16.self)
        token.write(to: UnsafeMutableRawBufferPointer(rebasing: packet[self.headerSize...]))
        if summed {
            packet.storeBytes(of: self.checksum(UnsafeRawBufferPointer(packet)), toByteOffset: 2, as: UInt16.self)
        }
    }

    /// Returns the token of a reply. Nil for anything else.
    /// - Parameter hasIPHeader: whether the packet has an IP header, as on raw sockets over IPv4.
    static func token(ofReply packet: UnsafeRawBufferPointer, family: IPAddress.Family, hasIPHeader: Bool) -> EchoToken? {
        var start = 0
        if hasIPHeader {
            // The header's length is in words and may include options. Less than five is invalid.
            guard let first = packet.first, first & 0x0F >= 5 else { return nil }
            start = Int(first & 0x0F) * 4
        }
        guard packet.count > start, packet[start] == self.replyType(family) else { return nil }
        return self.token(in: packet, at: start + self.headerSize)
    }

    /// Returns the token of one of our requests that an ICMP error quotes. Nil if it quotes too little.
    static func token(ofQuotedRequest packet: UnsafeRawBufferPointer, family: IPAddress.Family) -> EchoToken? {
        guard packet.first == self.requestType(family) else { return nil }
        return self.token(in: packet, at: self.headerSize)
    }

    private static func token(in packet: UnsafeRawBufferPointer, at offset: Int) -> EchoToken? {
        guard packet.count >= offset + EchoToken.size else { return nil }
        return EchoToken(UnsafeRawBufferPointer(rebasing: packet[offset..<offset + EchoToken.size]))
    }

    /// RFC 1071, in memory byte order, because the sum does not depend on it (section 2B).
    private static func checksum(_ packet: UnsafeRawBufferPointer) -> UInt16 {
        var sum: UInt32 = 0
        var offset = 0
        while offset + 1 < packet.count {
            sum += UInt32(packet.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
            offset += 2
        }
        if offset < packet.count { sum += UInt32(UInt16(packet[offset]).littleEndian) }
        while sum >> 16 != 0 { sum = (sum & 0xFFFF) + (sum >> 16) }
        return ~UInt16(sum)
    }
}
