/// A decimal number as JSON writes it. Whole ones that fit are compared exactly, identifiers of 18 digits included.
struct JSONNumber {
    private let whole: Int64?
    private let approximate: Double

    /// - Returns: nil where it is none, or so long that nobody means it.
    init?(_ text: String) {
        let plain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        guard plain, text.utf8.count <= 400, let number = Double(text) else { return nil }
        self.whole = Int64(text)
        self.approximate = number
    }

    func isLess(than other: JSONNumber) -> Bool {
        if let mine = self.whole, let theirs = other.whole { return mine < theirs }
        return self.approximate < other.approximate
    }
}
