/// The message about a target that redirects once more than allowed.
struct RedirectLimit {
    private let most: Int
    private let authority: String
    private let requested: [HTTPTarget]

    /// - Parameter requested: all requested URLs, the redirecting one last.
    init(_ most: Int, _ authority: String, _ requested: [HTTPTarget]) {
        self.most = most
        self.authority = authority
        self.requested = requested
    }

    func sentence(leadingTo next: HTTPTarget) -> String {
        if let start = self.requested.lastIndex(of: next) {
            let places = (self.requested[start...] + [next]).map(\.withoutQuery.shortened)
            // The first and the last URL are the same.
            let circle = places.count > 5 ? places.prefix(3) + ["…"] + places.suffix(1) : places[...]
            return "\(self.authority) has a redirect loop: \(circle.joined(separator: " → "))"
        }
        switch self.most {
        case 0: return "\(self.authority) redirects, but max_redirects is 0"
        case 1: return "\(self.authority) redirects again after 1 redirect, the maximum"
        default: return "\(self.authority) redirects again after \(self.most) redirects, the maximum"
        }
    }
}
