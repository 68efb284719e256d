/// One of the five fields of a cron expression: its allowed numbers and their spelling.
struct CronField {
    typealias Malformed = CronExpression.Malformed

    static let minute = CronField(name: "minute", numbers: 0...59)
    static let hour = CronField(name: "hour", numbers: 0...23)
    static let dayOfMonth = CronField(name: "day of month", numbers: 1...31)
    static let month = CronField(
        name: "month", numbers: 1...12,
        words: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
    /// 0 and 7 are both Sunday.
    static let dayOfWeek = CronField(
        name: "day of week", numbers: 0...7, words: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])

    let name: String
    let numbers: ClosedRange<Int>
    /// Names for the numbers, starting with the first.
    var words: [String] = []

    /// Returns a bit for each number in a list of `*`, `5` or `1-5`, each with an optional step. The text is in upper case.
    func bits(_ text: String) throws(Malformed) -> UInt64 {
        var bits: UInt64 = 0
        for item in self.items(text) { bits |= try self.bits(ofItem: item) }
        return bits
    }

    func items(_ text: String) -> [Substring] { text.split(separator: ",", omittingEmptySubsequences: false) }

    func bits(ofItem item: Substring) throws(Malformed) -> UInt64 {
        let parts = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let step = try parts.count == 2 ? self.step(parts[1], of: item) : nil
        let range = try self.range(parts[0], isStepped: step != nil)
        return stride(from: range.lowerBound, through: range.upperBound, by: step ?? 1).reduce(0) { $0 | 1 << UInt64($1) }
    }

    func number(_ text: Substring) throws(Malformed) -> Int {
        if let index = self.words.firstIndex(where: { $0 == text }) { return self.numbers.lowerBound + index }
        guard let number = Self.digits(text), self.numbers.contains(number) else { throw self.malformed(text) }
        return number
    }

    /// - Returns: nil if the text is not one to four digits.
    static func digits(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
            return nil
        }
        return Int(text)
    }

    /// - Parameters:
    ///   - text: the invalid text.
    ///   - rule: what is wrong with it, or nil if it is not one of the numbers.
    func malformed(_ text: Substring, _ rule: String? = nil) -> Malformed {
        let words = self.words.isEmpty ? "" : ", \(self.words[0]) to \(self.words[self.words.count - 1])"
        let rule = rule ?? "must be from \(self.numbers.lowerBound) to \(self.numbers.upperBound)\(words), or `*`"
        return Malformed(message: "has \"\(text.lowercased().prefix(20))\" as its \(self.name): \(rule)")
    }

    private func step(_ text: Substring, of item: Substring) throws(Malformed) -> Int {
        guard let step = Self.digits(text), step > 0 else {
            throw self.malformed(item, "/ must be followed by a number from 1")
        }
        return step
    }

    /// Returns the range of an item. `5/15` runs from 5 to the end in steps of 15.
    private func range(_ text: Substring, isStepped: Bool) throws(Malformed) -> ClosedRange<Int> {
        if text == "*" { return self.numbers }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try self.number(ends[0])
        guard ends.count == 2 else { return first...(isStepped ? self.numbers.upperBound : first) }
        let last = try self.number(ends[1])
        guard first <= last else { throw self.malformed(text, "a range must begin with the smaller number") }
        return first...last
    }
}
