extension Duration {
    /// Text for people, in its two largest units: `3 min 20 s`, `2 h 5 min`, `4 d`, `under 1 s`.
    package var words: String {
        let seconds = self.milliseconds / 1_000
        guard seconds > 0 else { return "under 1 s" }
        let units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")] as [(Int64, String)]
        let largest = units.firstIndex { seconds >= $0.0 } ?? units.count - 1
        var rest = seconds
        return units[largest...].prefix(2).compactMap { size, name in
            let count = rest / size
            rest %= size
            return count > 0 ? "\(count) \(name)" : nil
        }.joined(separator: " ")
    }
}
