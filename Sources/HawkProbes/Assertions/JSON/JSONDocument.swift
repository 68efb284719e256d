/// The JSON that a stranger sent (RFC 8259), read once into a flat list of its values, in the order in which they begin.
///
/// Unlike `JSONParser` it takes what servers send: any depth, names that appear twice, numbers of any size, half surrogates; and it
/// keeps how values are written. Nothing in it recurses, and everything takes time and memory in proportion to the text.
struct JSONDocument {
    enum Kind: UInt8 { case object, array, string, number, word }

    struct Value {
        let kind: Kind
        /// Where it is written, the quotes of a string included.
        var start: Int32
        var end: Int32 = 0
        /// The value that comes after it and all within it.
        var next: Int32
        /// Where the name of a member is written, with its quotes; empty where it is none.
        let name: Range<Int32>
    }

    let bytes: [UInt8]
    let values: [Value]

    /// - Throws: `InvalidJSON` with what is wrong, and where.
    init(_ bytes: [UInt8]) throws(InvalidJSON) {
        var reader = JSONReader(bytes)
        self.values = try reader.read()
        self.bytes = bytes
    }

    /// The values directly within one.
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
        // Without escapes it is written as it is meant.
        return spelling.contains(UInt8(ascii: "\\"))
            ? Array(JSONSpelling.unescaped(spelling).utf8) == name : spelling.elementsEqual(name)
    }

    /// How many bytes it is written with.
    func size(of value: Int) -> Int { Int(self.values[value].end - self.values[value].start) }

    /// What it says: a string its text, anything else its JSON without spaces.
    func text(of value: Int) -> String {
        let bytes = self.bytes[Int(self.values[value].start)..<Int(self.values[value].end)]
        return self.values[value].kind == .string
            ? JSONSpelling.unescaped(bytes.dropFirst().dropLast()) : JSONSpelling.compact(bytes)
    }

    /// Of a string in characters, of an object or an array in members (RFC 9535, section 2.4.4); nil: it has none.
    func length(of value: Int) -> Int? {
        switch self.values[value].kind {
        case .object, .array: self.children(of: value).reduce(0) { count, _ in count + 1 }
        case .string: self.text(of: value).unicodeScalars.count
        case .number, .word: nil
        }
    }
}

/// Why something is not JSON.
struct InvalidJSON: Error, Equatable {
    /// What is wrong, after a colon.
    let message: String
}
