/// How a representation is compressed, the smallest first.
enum ContentCoding: String, Sendable, CaseIterable {
    case br, gzip, identity

    /// The one to send of those there are, for an `Accept-Encoding`: RFC 9110 section 12.5.3.
    ///
    /// Who says nothing gets what everyone understands, and so does who refuses whatever there is.
    static func best(of available: some Collection<ContentCoding>, for header: String?) -> ContentCoding {
        guard let header else { return .identity }
        let list = WeightedList(header)
        let wanted = Self.allCases.filter { available.contains($0) && $0.weight(in: list) > 0 }
        // Among equals the first.
        return wanted.max { $0.weight(in: list) < $1.weight(in: list) } ?? .identity
    }

    /// Uncompressed is welcome unless it is refused, but to nobody more than what they name.
    private func weight(in list: WeightedList) -> Int {
        list[self.rawValue] ?? list["*"] ?? (self == .identity ? 1 : 0)
    }
}
