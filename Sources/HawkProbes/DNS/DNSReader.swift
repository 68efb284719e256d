import HawkCore
import HawkNet

/// A message that violates RFC 1035.
struct MalformedDNSMessage: Error, Equatable {
    /// Completes "the answer …".
    let message: String

    init(_ message: String) { self.message = message }
}

/// Reads the parts of an untrusted DNS message, never beyond its end and never in a loop.
struct DNSReader {
    private static let maxNameLength = 255

    private let bytes: [UInt8]
    private(set) var position: Int
    private let end: Int

    /// - Parameter part: the readable part of the bytes. Compressed names may point before it.
    init(_ bytes: [UInt8], _ part: Range<Int>? = nil) {
        self.bytes = bytes
        self.position = part?.lowerBound ?? 0
        self.end = part?.upperBound ?? bytes.count
    }

    var isAtEnd: Bool { self.position == self.end }

    mutating func number(bytes count: Int) throws(MalformedDNSMessage) -> UInt32 {
        try self.consume(count).reduce(0) { $0 << 8 | UInt32(self.bytes[$1]) }
    }

    mutating func short() throws(MalformedDNSMessage) -> UInt16 { UInt16(truncatingIfNeeded: try self.number(bytes: 2)) }

    /// Skips bytes.
    mutating func consume(_ count: Int) throws(MalformedDNSMessage) -> Range<Int> {
        guard count <= self.end - self.position else { throw MalformedDNSMessage("ends too early") }
        defer { self.position += count }
        return self.position..<self.position + count
    }

    mutating func text(_ count: Int) throws(MalformedDNSMessage) -> String { Self.printable(self.bytes[try self.consume(count)]) }

    /// Reads the rest.
    mutating func rest() throws(MalformedDNSMessage) -> String { try self.text(self.end - self.position) }

    /// Reads the rest as strings of up to 255 bytes each, joined. A character may begin in one and end in the next.
    mutating func strings() throws(MalformedDNSMessage) -> String {
        var joined: [UInt8] = []
        while !self.isAtEnd { joined += self.bytes[try self.consume(Int(try self.number(bytes: 1)))] }
        return Self.printable(joined[...])
    }

    /// Reads a name in lower case, without its final dot. The root is `.`.
    ///
    /// Each pointer must lead to a position before the labels that it ends, so that a name is read in bounded time.
    mutating func name() throws(MalformedDNSMessage) -> String {
        var text = ""
        var length = 1
        var cursor = self.position
        var limit = self.end
        var segment = self.position
        var returnTo: Int?
        while true {
            guard cursor < limit else { throw MalformedDNSMessage("ends too early") }
            let byte = self.bytes[cursor]
            switch byte & 0xC0 {
            case 0xC0:
                guard cursor + 1 < limit else { throw MalformedDNSMessage("ends too early") }
                let target = Int(byte & 0x3F) << 8 | Int(self.bytes[cursor + 1])
                guard target < segment else { throw MalformedDNSMessage("has a name with an invalid compression pointer") }
                returnTo = returnTo ?? cursor + 2
                (cursor, segment, limit) = (target, target, self.bytes.count)
            case 0 where byte == 0:
                self.position = returnTo ?? cursor + 1
                return text.isEmpty ? "." : text
            case 0:
                let label = cursor + 1..<cursor + 1 + Int(byte)
                guard label.upperBound <= limit else { throw MalformedDNSMessage("ends too early") }
                length += 1 + Int(byte)
                guard length <= Self.maxNameLength else { throw MalformedDNSMessage("has a name of more than 255 bytes") }
                if !text.isEmpty { text.append(".") }
                for position in label { Self.append(self.bytes[position], to: &text) }
                cursor = label.upperBound
            default:
                throw MalformedDNSMessage("has a name with a label of an unknown kind")
            }
        }
    }

    mutating func skipName() throws(MalformedDNSMessage) {
        while true {
            let start = try self.consume(1).lowerBound
            let byte = self.bytes[start]
            if byte == 0 { return }
            if byte & 0xC0 == 0xC0 {
                _ = try self.consume(1)
                return
            }
            guard byte & 0xC0 == 0 else { throw MalformedDNSMessage("has a name with a label of an unknown kind") }
            _ = try self.consume(Int(byte))
        }
    }

    /// RFC 1035, section 5.1: a dot within a label is `\.`, and unprintable bytes are `\` and three digits.
    private static func append(_ byte: UInt8, to text: inout String) {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "\\"):
            text.append("\\")
            text.unicodeScalars.append(Unicode.Scalar(byte))
        case 0x21...0x7E:
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            text.unicodeScalars.append(Unicode.Scalar(isUpper ? byte | 0x20 : byte))
        default:
            text.append(Self.escape(byte))
        }
    }

    private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if scalar.value < 0x20 || scalar.value == 0x7F {
                result += Self.escape(UInt8(scalar.value))
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func escape(_ byte: UInt8) -> String { "\\" + Int(byte).padded(to: 3) }
}
