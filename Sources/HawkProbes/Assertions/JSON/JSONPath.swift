/// A selection of values in a JSON document, such as `$.items[0].id`. It supports a part of RFC 9535 (names, indices, `*` and
/// `..`) and a final `.length()`, which other tools also use. A name after a dot may contain a hyphen and begin with a digit.
struct JSONPath: Equatable, Sendable {
    enum Selector: Equatable, Sendable {
        case name([UInt8])
        /// Counted from the end if negative.
        case index(Int)
        case all
    }

    struct Step: Equatable, Sendable {
        let selector: Selector
        /// Whether it selects at any depth below the previous selection, not only directly below it.
        var isDeep = false
    }

    static let longest = 512
    static let maxSteps = 32
    /// Each one examines the whole document.
    static let maxDeepSteps = 4

    let steps: [Step]
    /// Whether the length of the selection is compared, not its text.
    let isLength: Bool
}

/// The reason why a text is not a path.
struct InvalidJSONPath: Error, Equatable {
    /// Completes a sentence that begins with the path.
    let message: String
}

extension JSONPath {
    /// - Throws: `InvalidJSONPath` with the error and its position.
    init(_ text: String) throws(InvalidJSONPath) {
        guard text.utf8.count <= Self.longest else {
            throw InvalidJSONPath(message: "must not be longer than \(Self.longest) bytes")
        }
        var parser = JSONPathParser(Array(text.utf8))
        (self.steps, self.isLength) = try parser.parse()
        guard self.steps.count <= Self.maxSteps, self.steps.count(where: \.isDeep) <= Self.maxDeepSteps else {
            throw InvalidJSONPath(
                message: "must not have more than \(Self.maxSteps) steps, \(Self.maxDeepSteps) of them with ..")
        }
    }
}

private struct JSONPathParser {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func parse() throws(InvalidJSONPath) -> (steps: [JSONPath.Step], isLength: Bool) {
        guard self.skip("$") else { throw InvalidJSONPath(message: "must begin with $, as in $.items[0].id") }
        var steps: [JSONPath.Step] = []
        while self.position < self.bytes.count {
            if self.bytes[self.position...].elementsEqual(".length()".utf8) { return (steps, true) }
            let isDeep = self.bytes[self.position...].starts(with: "..".utf8)
            if isDeep { self.position += 2 }
            let selector: JSONPath.Selector
            if self.skip("[") {
                selector = try self.bracketed()
            } else if isDeep || self.skip(".") {
                selector = self.skip("*") ? .all : .name(try self.bareName())
            } else {
                throw self.expected("a dot or [")
            }
            steps.append(.init(selector: selector, isDeep: isDeep))
        }
        return (steps, false)
    }

    private mutating func bareName() throws(InvalidJSONPath) -> [UInt8] {
        let name = self.bytes[self.position...].prefix { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39, 0x80...: true
            case UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard !name.isEmpty else { throw self.expected("a name or *") }
        self.position = name.endIndex
        return Array(name)
    }

    /// Parses the part between brackets, after the first.
    private mutating func bracketed() throws(InvalidJSONPath) -> JSONPath.Selector {
        self.skipSpace()
        let selector: JSONPath.Selector
        if self.skip("*") {
            selector = .all
        } else if let quote = self.peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            selector = .name(try self.quotedName(quote))
        } else if self.peek == UInt8(ascii: "?") {
            throw InvalidJSONPath(message: "has a filter at character \(self.place): filters are not supported")
        } else {
            selector = .index(try self.index())
        }
        self.skipSpace()
        guard self.skip("]") else { throw self.expected("]") }
        return selector
    }

    private mutating func index() throws(InvalidJSONPath) -> Int {
        let digits = self.bytes[self.position...].prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
        // More than any document has, and short enough not to overflow.
        guard digits.count <= 9, let index = Int(String(decoding: digits, as: UTF8.self)) else {
            throw self.expected("a name in quotes, an index or *")
        }
        self.position = digits.endIndex
        return index
    }

    /// Parses a name with the escapes of JSON and of either quote.
    private mutating func quotedName(_ quote: UInt8) throws(InvalidJSONPath) -> [UInt8] {
        self.position += 1
        let start = self.position
        while let byte = self.peek, byte != quote {
            self.position += 1
            guard byte == UInt8(ascii: "\\") else { continue }
            guard let letter = self.peek, letter == quote || "\\/bfnrtu".utf8.contains(letter) else {
                throw self.expected("a quote, a backslash or one of /bfnrtu")
            }
            self.position += 1
            if letter == UInt8(ascii: "u") {
                let digits = self.bytes[self.position...].prefix(4)
                guard digits.count == 4, digits.allSatisfy(JSONSpelling.isHexDigit) else {
                    throw self.expected("four hexadecimal digits")
                }
                self.position += 4
            }
        }
        let name = self.bytes[start..<self.position]
        guard self.position < self.bytes.count else { throw self.expected("the quote that ends the name") }
        self.position += 1
        return Array(JSONSpelling.unescaped(name).utf8)
    }

    private var peek: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    /// The position for people, in characters.
    private var place: Int { String(decoding: self.bytes[..<self.position], as: UTF8.self).count + 1 }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard self.peek == UInt8(ascii: character) else { return false }
        self.position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = self.peek, JSONSpelling.isSpace(byte) { self.position += 1 }
    }

    private func expected(_ what: String) -> InvalidJSONPath {
        InvalidJSONPath(message: "is not a valid JSON path: expected \(what) at character \(self.place)")
    }
}
