/// The coding of a representation, the smallest first.
enum ContentCoding: String, Sendable, CaseIterable {
    case br, gzip, identity

    /// Returns the best available coding for an `Accept-Encoding` header: RFC 9110 section 12.5.3.
    ///
    /// Without a header, or if the client refuses every available coding, the result is `identity`.
    static func best(of available: some Collection<ContentCoding>, for header: String?) -> ContentCoding {
        guard let header else { return .identity }
        let list = WeightedList(header)
        let wanted = Self.allCases.filter { available.contains($0) && $0.weight(in: list) > 0 }
        // Among equal weights, the first wins.
        return wanted.max { $0.weight(in: list) < $1.weight(in: list) } ?? .identity
    }

    /// `identity` is acceptable unless refused, but any named coding is preferred to it.
    private func weight(in list: WeightedList) -> Int {
        list[self.rawValue] ?? list["*"] ?? (self == .identity ? 1 : 0)
    }
}
