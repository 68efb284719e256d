/// Parses untrusted JSON (RFC 8259) within limits, stricter than most, so that no two readers understand it differently.
///
/// Besides invalid grammar, it refuses nesting deeper than `maxDepth`, repeated or long member names, and NUL in text
/// (databases cannot store it). It refuses unpaired surrogates, numbers beyond a double, and more consecutive combining marks
/// than any language has. Parsed text can therefore be compared and hashed in linear time.
package struct JSONParser {
    package static let maxDepth = 32
    /// In bytes.
    package static let maxNameLength = 128
    private static let maxNumberLength = 400

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Throws: `OperationError` with the code `malformed`. It names the position.
    package static func parse(_ bytes: [UInt8]) throws(OperationError) -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.malformed("unexpected data after the document") }
        return value
    }

    private mutating func value(depth: Int) throws(OperationError) -> JSONValue {
        guard depth <= Self.maxDepth else { throw self.malformed("nested deeper than \(Self.maxDepth) levels") }
        self.skipSpace()
        switch self.peek {
        case UInt8(ascii: "{"): return try self.object(depth: depth)
        case UInt8(ascii: "["): return try self.array(depth: depth)
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: "t"): return try self.word("true", .bool(true))
        case UInt8(ascii: "f"): return try self.word("false", .bool(false))
        case UInt8(ascii: "n"): return try self.word("null", .null)
        case .some: return try self.number()
        case nil: throw self.malformed("unexpected end of the document")
        }
    }

    private mutating func object(depth: Int) throws(OperationError) -> JSONValue {
        self.position += 1
        var members: [String: JSONValue] = [:]  // BOUNDED: by maxNameLength
        if self.consume("}") { return .object(members) }
        repeat {
            self.skipSpace()
            guard self.peek == UInt8(ascii: "\"") else { throw self.malformed("a member name is expected") }
            let name = try self.string()
            guard name.utf8.count <= Self.maxNameLength else {
                throw self.malformed("a member name is longer than \(Self.maxNameLength) bytes")
            }
            guard self.consume(":") else { throw self.malformed("a colon is expected") }
            let value = try self.value(depth: depth + 1)
            guard members.updateValue(value, forKey: name) == nil else { throw self.malformed("\"\(name)\" appears twice") }
        } while self.consume(",")
        guard self.consume("}") else { throw self.malformed("a comma or } is expected") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(OperationError) -> JSONValue {
        self.position += 1
        var elements: [JSONValue] = []
        if self.consume("]") { return .array(elements) }
        repeat { elements.append(try self.value(depth: depth + 1)) } while self.consume(",")
        guard self.consume("]") else { throw self.malformed("a comma or ] is expected") }
        return .array(elements)
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(OperationError) -> JSONValue {
        let matches = word.withUTF8Buffer { self.bytes[self.position...].starts(with: $0) }
        guard matches else { throw self.malformed("a value is expected") }
        self.position += word.utf8CodeUnitCount
        return value
    }

    /// Reads an integer if it is written as one and fits, otherwise a double.
    private mutating func number() throws(OperationError) -> JSONValue {
        let start = self.position
        self.skip("-")
        let leading = self.position
        guard self.skipDigits() > 0 else { throw self.malformed("a value is expected") }
        guard self.bytes[leading] != UInt8(ascii: "0") || self.position == leading + 1 else {
            throw self.malformed("a number must not start with 0")
        }
        var isWhole = true
        if self.skip(".") {
            isWhole = false
            guard self.skipDigits() > 0 else { throw self.malformed("digits are expected") }
        }
        if self.skip("e") || self.skip("E") {
            isWhole = false
            if !self.skip("+") { self.skip("-") }
            guard self.skipDigits() > 0 else { throw self.malformed("digits are expected") }
        }
        guard self.position - start <= Self.maxNumberLength else {
            throw self.malformed("a number is longer than \(Self.maxNumberLength) characters")
        }
        let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .int(value) }
        guard let value = Double(text), value.isFinite else { throw self.malformed("a number is out of range") }
        return .double(value)
    }

    private mutating func string() throws(OperationError) -> String {
        self.position += 1
        var text: [UInt8] = []
        var runStart = self.position
        while let byte = self.peek {
            switch byte {
            case UInt8(ascii: "\""):
                text += self.bytes[runStart..<self.position]
                guard let string = String(validating: text, as: UTF8.self) else { throw self.malformed("text is not UTF-8") }
                guard string.isStreamSafe else {
                    throw self.malformed("text has more than \(String.maxMarksInRow) combining marks in a row")
                }
                self.position += 1
                return string
            case UInt8(ascii: "\\"):
                text += self.bytes[runStart..<self.position]
                self.position += 1
                text += Array(String(try self.escaped()).utf8)
                runStart = self.position
            case 0..<0x20:
                throw self.malformed("a control character in text must be escaped")
            default:
                self.position += 1
            }
        }
        throw self.malformed("text has no closing quote")
    }

    /// Reads the rest of an escape after the backslash.
    private mutating func escaped() throws(OperationError) -> Unicode.Scalar {
        defer { self.position += 1 }
        switch self.peek {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try self.unicodeEscape()
        default: throw self.malformed("an unknown escape sequence")
        }
    }

    /// Leaves the position on the last digit.
    private mutating func unicodeEscape() throws(OperationError) -> Unicode.Scalar {
        var unit = UInt32(try self.hexDigits())
        if (0xD800..<0xDC00).contains(unit) {
            self.position += 1
            guard self.skip("\\"), self.peek == UInt8(ascii: "u") else { throw self.malformed("an unpaired surrogate") }
            let low = UInt32(try self.hexDigits())
            guard (0xDC00..<0xE000).contains(low) else { throw self.malformed("an unpaired surrogate") }
            unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(unit) else { throw self.malformed("an unpaired surrogate") }
        guard scalar != "\0" else { throw self.malformed("text must not contain NUL") }
        return scalar
    }

    /// Reads the four digits after the `u` at the position.
    private mutating func hexDigits() throws(OperationError) -> UInt16 {
        let digits = self.bytes[(self.position + 1)...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw self.malformed("four hexadecimal digits are expected") }
        self.position += 4
        return value
    }

    private var peek: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    private mutating func skipSpace() {
        while let byte = self.peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { self.position += 1 }
    }

    /// Skips optional space and this character, if it comes next.
    private mutating func consume(_ character: Unicode.Scalar) -> Bool {
        self.skipSpace()
        return self.skip(character)
    }

    @discardableResult
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard self.peek == UInt8(ascii: character) else { return false }
        self.position += 1
        return true
    }

    private mutating func skipDigits() -> Int {
        let start = self.position
        while let byte = self.peek, (0x30...0x39).contains(byte) { self.position += 1 }
        return self.position - start
    }

    private func malformed(_ what: String) -> OperationError {
        OperationError(.malformed, "not valid JSON at byte \(self.position): \(what)")
    }
}
