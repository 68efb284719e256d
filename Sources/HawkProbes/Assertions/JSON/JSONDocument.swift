/// Untrusted JSON (RFC 8259), parsed once into a flat list of its values, in the order in which they begin.
///
/// Unlike `JSONParser`, it accepts what servers send: any depth, repeated names, numbers of any size, half surrogates. It keeps
/// the spelling of values. Nothing in it recurses, and everything takes time and memory in proportion to the text.
struct JSONDocument {
    enum Kind: UInt8 { case object, array, string, number, word }

    struct Value {
        let kind: Kind
        /// The position of the text, including the quotes of a string.
        var start: Int32
        var end: Int32 = 0
        /// The value that follows it and everything within it.
        var next: Int32
        /// The position of a member's name, including its quotes. Empty if the value is not a member.
        let name: Range<Int32>
    }

    let bytes: [UInt8]
    let values: [Value]

    /// - Throws: `InvalidJSON` with the error and its position.
    init(_ bytes: [UInt8]) throws(InvalidJSON) {
        var reader = JSONReader(bytes)
        self.values = try reader.read()
        self.bytes = bytes
    }

    /// Returns the values directly within one.
    func children(of parent: Int) -> some Sequence<Int> {
        let end = Int(self.values[parent].next)
        return sequence(state: parent + 1) { child in
            guard child < end else { return nil }
            defer { child = Int(self.values[child].next) }
            return child
        }
    }

    func isNamed(_ name: [UInt8], _ value: Int) -> Bool {
        let range = self.values[value].name
        guard !range.isEmpty else { return false }
        let spelling = self.bytes[Int(range.lowerBound) + 1..<Int(range.upperBound) - 1]
        // Without escapes, the spelling equals the name.
        return spelling.contains(UInt8(ascii: "\\"))
            ? Array(JSONSpelling.unescaped(spelling).utf8) == name : spelling.elementsEqual(name)
    }

    /// Returns the number of bytes of its text.
    func size(of value: Int) -> Int { Int(self.values[value].end - self.values[value].start) }

    /// Returns the text of a string, or the JSON of any other value without spaces.
    func text(of value: Int) -> String {
        let bytes = self.bytes[Int(self.values[value].start)..<Int(self.values[value].end)]
        return self.values[value].kind == .string
            ? JSONSpelling.unescaped(bytes.dropFirst().dropLast()) : JSONSpelling.compact(bytes)
    }

    /// Returns the characters in a string, or the members of an object or array (RFC 9535, section 2.4.4). Nil for other values.
    func length(of value: Int) -> Int? {
        switch self.values[value].kind {
        case .object, .array: self.children(of: value).reduce(0) { count, _ in count + 1 }
        case .string: self.text(of: value).unicodeScalars.count
        case .number, .word: nil
        }
    }
}

/// The reason why a text is not JSON.
struct InvalidJSON: Error, Equatable {
    /// The error, to be placed after a colon.
    let message: String
}
