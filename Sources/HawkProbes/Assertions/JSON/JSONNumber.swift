/// A decimal number in JSON notation. Whole numbers that fit are compared exactly, including identifiers of 18 digits.
struct JSONNumber {
    private let whole: Int64?
    private let approximate: Double

    /// - Returns: nil if the text is not a number or is unreasonably long.
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
