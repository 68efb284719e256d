/// Reads a JSON text into the list of a `JSONDocument`.
struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    private var values: [JSONDocument.Value] = []
    /// The objects and arrays around the position, outermost first.
    private var open: [Int] = []
    /// Whether the innermost of them was just opened.
    private var isFresh = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() throws(InvalidJSON) -> [JSONDocument.Value] {
        guard self.bytes.count < Int32.max else { throw InvalidJSON(message: "too long") }
        if self.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { self.position = 3 }
        try self.value(named: 0..<0)
        while let container = self.open.last {
            let isObject = self.values[container].kind == .object
            self.skipSpace()
            if self.skip(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                self.open.removeLast()
                self.end(container)
                continue
            }
            if !self.isFresh, !self.skip(UInt8(ascii: ",")) { throw self.invalid("a comma or the end of a list is missing") }
            try self.value(named: isObject ? self.name() : 0..<0)
        }
        self.skipSpace()
        guard self.position == self.bytes.count else { throw self.invalid("unexpected data after the end") }
        return self.values
    }

    private mutating func value(named name: Range<Int32>) throws(InvalidJSON) {
        self.skipSpace()
        guard let byte = self.peek else { throw self.invalid("unexpected end") }
        let index = self.values.count
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            self.begin(byte == UInt8(ascii: "{") ? .object : .array, name)
            self.position += 1
            self.open.append(index)
            self.isFresh = true
            return
        case UInt8(ascii: "\""):
            self.begin(.string, name)
            try self.string()
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            self.begin(.word, name)
            try self.word()
        default:
            self.begin(.number, name)
            try self.number()
        }
        self.end(index)
    }

    private mutating func begin(_ kind: JSONDocument.Kind, _ name: Range<Int32>) {
        self.values.append(.init(kind: kind, start: Int32(self.position), next: 0, name: name))
    }

    private mutating func end(_ index: Int) {
        self.values[index].end = Int32(self.position)
        self.values[index].next = Int32(self.values.count)
        self.isFresh = false
    }

    /// Reads the name of a member and the colon after it.
    private mutating func name() throws(InvalidJSON) -> Range<Int32> {
        self.skipSpace()
        guard self.peek == UInt8(ascii: "\"") else { throw self.invalid("a member name is missing") }
        let start = Int32(self.position)
        try self.string()
        let range = start..<Int32(self.position)
        self.skipSpace()
        guard self.skip(UInt8(ascii: ":")) else { throw self.invalid("a colon is missing") }
        return range
    }

    private mutating func string() throws(InvalidJSON) {
        self.position += 1
        while let byte = self.peek {
            self.position += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): try self.escape()
            case 0..<0x20: throw self.invalid("a string contains a control character")
            default: break
            }
        }
        throw self.invalid("a string has no closing quote")
    }

    /// Reads the rest of an escape after the backslash.
    private mutating func escape() throws(InvalidJSON) {
        guard let byte = self.peek, "\"\\/bfnrtu".utf8.contains(byte) else { throw self.invalid("invalid escape sequence") }
        self.position += 1
        guard byte == UInt8(ascii: "u") else { return }
        let digits = self.bytes[self.position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy(JSONSpelling.isHexDigit) else {
            throw self.invalid("four hexadecimal digits are missing")
        }
        self.position += 4
    }

    private mutating func word() throws(InvalidJSON) {
        for word in ["true", "false", "null"] where self.bytes[self.position...].starts(with: word.utf8) {
            self.position += word.utf8.count
            return
        }
        throw self.invalid("a value is missing")
    }

    private mutating func number() throws(InvalidJSON) {
        _ = self.skip(UInt8(ascii: "-"))
        let leading = self.peek
        let whole = self.skipDigits()
        guard whole > 0 else { throw self.invalid("a value is missing") }
        guard whole == 1 || leading != UInt8(ascii: "0") else { throw self.invalid("a number begins with 0") }
        if self.skip(UInt8(ascii: ".")), self.skipDigits() == 0 { throw self.invalid("digits are missing") }
        if self.skip(UInt8(ascii: "e")) || self.skip(UInt8(ascii: "E")) {
            if !self.skip(UInt8(ascii: "+")) { _ = self.skip(UInt8(ascii: "-")) }
            if self.skipDigits() == 0 { throw self.invalid("digits are missing") }
        }
    }

    private var peek: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard self.peek == byte else { return false }
        self.position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = self.peek, JSONSpelling.isSpace(byte) { self.position += 1 }
    }

    private mutating func skipDigits() -> Int {
        let start = self.position
        while let byte = self.peek, (0x30...0x39).contains(byte) { self.position += 1 }
        return self.position - start
    }

    private func invalid(_ what: String) -> InvalidJSON { InvalidJSON(message: "\(what), at byte \(self.position + 1)") }
}
