import HawkNet

/// The answer of a name server: RFC 1035, section 4.
///
/// We use our own parser. c-ares 1.18 (Debian 12) has one function for each type. It has no function for a whole answer and its
/// response code. Newer versions deprecate those functions, and their general parser does not exist in 1.18.
struct DNSMessage {
    private static let header = 12
    /// More than any name has. A message over TCP has room for thousands.
    private static let maxAnswers = 1_024

    /// The message has too many records to examine.
    struct TooLarge: Error {}

    let code: DNSResponseCode
    let answers: [DNSRecord]
    /// The server's explanation of the code: RFC 8914.
    let explanation: String?
    private let bytes: [UInt8]

    /// - Throws: `MalformedDNSMessage` or `TooLarge`.
    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        var reader = DNSReader(bytes)
        _ = try reader.short()
        let flags = try reader.short()
        guard flags & 0x8000 != 0 else { throw MalformedDNSMessage("is a query, not a response") }
        let questions = try reader.short()
        let count = try reader.short()
        let others = Int(try reader.short()) + Int(try reader.short())
        for _ in 0..<questions {
            try reader.skipName()
            _ = try reader.consume(4)
        }
        guard count <= Self.maxAnswers else { throw TooLarge() }
        var answers: [DNSRecord] = []
        for _ in 0..<count { answers.append(try DNSRecord(from: &reader)) }
        self.answers = answers
        let extension_ = try Self.findExtension(among: others, &reader, bytes)
        self.code = DNSResponseCode(rawValue: flags & 0x0F | extension_.upperCode << 4)
        self.explanation = extension_.explanation
    }

    /// Returns the records of a type and a name, in the order of the message.
    func records(_ type: DNSRecordType, of name: String) -> [DNSRecord] {
        self.answers.filter { $0.type == type.number && $0.owner == name }
    }

    /// Returns a record's value in its canonical form.
    /// - Throws: `MalformedDNSMessage`.
    func text(of record: DNSRecord, _ type: DNSRecordType) throws(MalformedDNSMessage) -> String {
        var reader = DNSReader(self.bytes, record.data)
        var parts: [String] = []
        for field in type.fields { parts.append(try reader.text(of: field)) }
        guard reader.isAtEnd else { throw MalformedDNSMessage("has \(type.rawValue) records of the wrong length") }
        return parts.joined(separator: " ")
    }

    /// Searches for the pseudo-record OPT (RFC 6891) in the sections that we otherwise ignore.
    private static func findExtension(
        among count: Int, _ reader: inout DNSReader, _ bytes: [UInt8]
    ) throws(MalformedDNSMessage) -> (upperCode: UInt16, explanation: String?) {
        for _ in 0..<count {
            try reader.skipName()
            let type = try reader.short()
            _ = try reader.short()
            let upperCode = UInt16(truncatingIfNeeded: try reader.number(bytes: 1))
            _ = try reader.number(bytes: 3)
            let data = try reader.consume(Int(try reader.short()))
            // An unreadable explanation does not invalidate the answer.
            if type == 41 { return (upperCode, try? DNSExplanation.find(in: bytes, data)) }
        }
        return (0, nil)
    }
}

/// One record of an answer.
struct DNSRecord {
    let owner: String
    let type: UInt16
    /// In seconds.
    let ttl: UInt32
    /// The position of its value in the message.
    let data: Range<Int>

    init(from reader: inout DNSReader) throws(MalformedDNSMessage) {
        self.owner = try reader.name()
        self.type = try reader.short()
        _ = try reader.short()
        self.ttl = try reader.number(bytes: 4)
        self.data = try reader.consume(Int(try reader.short()))
    }
}

extension DNSReader {
    fileprivate mutating func text(of field: DNSField) throws(MalformedDNSMessage) -> String {
        switch field {
        case .address(bytes: 4): return IPAddress.v4(try self.number(bytes: 4)).description
        case .address:
            var value: UInt128 = 0
            for _ in 0..<4 { value = value << 32 | UInt128(try self.number(bytes: 4)) }
            return IPAddress.v6(value).description
        case .name: return try self.name()
        case .number(let bytes): return String(try self.number(bytes: bytes))
        case .tag: return try self.text(Int(try self.number(bytes: 1))).lowercased()
        case .quoted: return "\"\(try self.rest())\""
        case .strings: return try self.strings()
        }
    }
}
