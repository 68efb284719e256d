import NIOHTTP1

/// As much of an answer as a check looks at.
struct HTTPAnswer {
    let status: Int
    let headers: HTTPHeaders
    var body: [UInt8] = []
    /// There is more of the body than was kept.
    var isCut = false

    /// Where it sends the client; nil when it is no redirect.
    var location: String? {
        [301, 302, 303, 307, 308].contains(self.status) ? self.headers.first(name: "location") : nil
    }
}
