import HawkCore

/// The members of an `Accept` or `Accept-Encoding` header by name in lower case: RFC 9110 section 12.4.2. Malformed members are
/// ignored.
struct WeightedList {
    /// From 0 (refused) to 1,000.
    private var weights: [ByteKey: Int] = [:]

    init(_ header: String) {
        for member in header.utf8.split(separator: UInt8(ascii: ",")) {
            let parts = member.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
                String(Substring($0)).trimmed.lowercased()
            }
            guard let name = parts.first.map({ ByteKey($0) }), name != "" else { continue }
            let weight = parts.dropFirst().first { $0.utf8.starts(with: "q=".utf8) }.map { Self.weight($0.dropFirst(2)) }
            guard let weight = weight ?? 1_000 else { continue }
            self.weights[name] = max(weight, self.weights[name] ?? 0)
        }
    }

    subscript(name: String) -> Int? { self.weights[ByteKey(name)] }

    /// Parses a `qvalue`: from 0 to 1, with at most three decimals.
    private static func weight(_ text: Substring) -> Int? {
        guard (1...5).contains(text.utf8.count), text == "0" || text == "1" || text.hasPrefix("0.") || text.hasPrefix("1."),
            text.dropFirst(2).utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        else { return nil }
        let fraction = (text.dropFirst(2) + "000").prefix(3)
        let weight = (text.hasPrefix("1") ? 1_000 : 0) + (Int(fraction) ?? 0)
        return weight <= 1_000 ? weight : nil
    }
}
