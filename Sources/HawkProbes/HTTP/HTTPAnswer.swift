import NIOHTTP1

/// As much of an answer as a check looks at.
struct HTTPAnswer {
    let status: Int
    let headers: HTTPHeaders
    var body: HTTPBody

    /// Where it sends the client; nil when it is no redirect.
    var location: String? {
        [301, 302, 303, 307, 308].contains(self.status) ? self.headers.first(name: "location") : nil
    }
}
