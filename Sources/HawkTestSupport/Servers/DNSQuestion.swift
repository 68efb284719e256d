package import NIOCore

/// The single question of a query (RFC 1035, section 4), and the answers to it.
package struct DNSQuestion: Sendable {
    package let name: String
    package let type: UInt16
    private let id: UInt16
    private let connection: ByteBuffer

    package init?(_ whole: ByteBuffer) {
        var packet = whole
        guard let (id, _, _, _, _, _) = packet.readMultipleIntegers(as: (UInt16, UInt16, UInt16, UInt16, UInt16, UInt16).self)
        else {
            return nil
        }
        let start = packet.readerIndex
        var labels: [String] = []
        while let length: UInt8 = packet.readInteger(), length > 0 {
            guard let label = packet.readString(length: Int(length)) else { return nil }
            labels.append(label.lowercased())
        }
        guard let (type, _) = packet.readMultipleIntegers(as: (UInt16, UInt16).self),
            let connection = whole.getSlice(at: start, length: packet.readerIndex - start)
        else { return nil }
        self.id = id
        self.type = type
        self.name = labels.joined(separator: ".")
        self.connection = connection
    }

    /// Encodes a name without compression.
    package static func connection(_ name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + $0.utf8 } + [0]
    }

    /// Returns the replies. Nil if the connection must be closed.
    func replies(_ answer: DNSTestServer.Answer, over transport: DNSTestServer.Transport) -> [ByteBuffer]? {
        switch answer {
        case .silence: []
        case .noName: [self.message(flags: 3)]
        case .serverFailure: [self.message(flags: 2)]
        case .refusal: [self.message(flags: 5)]
        case .code(let code, let extended): [self.message(flags: code & 0xF, extended: (code >> 4, extended))]
        case .addresses(let addresses): [self.message(addresses.map { .address($0) }.filter { $0.type == self.type })]
        case .records(let records): [self.message(records)]
        case .large(let records): [transport == .udp ? self.message(flags: 0x0200) : self.message(records)]
        case .closedStream: transport == .udp ? [self.message(flags: 0x0200)] : nil
        case .bytes(let make): make(self.whole, transport)
        }
    }

    /// Returns an answer with these records.
    package func message(
        _ records: [DNSTestServer.Record] = [], flags: UInt16 = 0, extended: (code: UInt16, options: [UInt8])? = nil
    ) -> ByteBuffer {
        var message = ByteBuffer()
        message.writeMultipleIntegers(
            self.id, UInt16(0x8180) | flags, UInt16(1), UInt16(records.count), UInt16(0), UInt16(extended == nil ? 0 : 1))
        message.writeImmutableBuffer(self.connection)
        for record in records {
            // The owner, or a pointer to the question's name; then the type, class IN and the TTL.
            message.writeBytes(record.owner.map(Self.connection) ?? [0xC0, 0x0C])
            message.writeMultipleIntegers(record.type, UInt16(1), record.ttl, UInt16(record.data.count))
            message.writeBytes(record.data)
        }
        if let (code, options) = extended {
            message.writeMultipleIntegers(
                UInt8(0), UInt16(41), UInt16(1_232), UInt32(code) << 24, UInt16(options.count))
            message.writeBytes(options)
        }
        return message
    }

    private var whole: ByteBuffer {
        var query = ByteBuffer()
        query.writeMultipleIntegers(self.id, UInt16(0x0100), UInt16(1), UInt16(0), UInt16(0), UInt16(0))
        query.writeImmutableBuffer(self.connection)
        return query
    }
}
