import HawkCore
import NIOHTTP1

/// As much of an answer as a check looks at.
struct HTTPAnswer {
    let status: Int
    let headers: HTTPHeaders
    var body: HTTPBody
    private let encodedLocation: String?

    /// - Parameter keep: how many bytes of the body are wanted.
    init(_ head: HTTPHead, keep: Int) {
        self.status = head.status
        self.headers = head.headers
        self.encodedLocation = head.encodedLocation
        self.body = HTTPBody(head.headers, keep: keep)
    }

    /// What it sets, as it says it.
    var cookies: [String] { self.headers["set-cookie"] }

    /// Where it sends the client, as its bytes have it; nil when it is no redirect.
    var location: String? {
        guard [301, 302, 303, 307, 308].contains(self.status) else { return nil }
        let place = self.encodedLocation ?? self.headers.first(name: "location")
        // Curl and browsers take a redirect to nowhere for an answer.
        return place.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// As much of the body as was kept, as UTF-8, whatever it came in.
    /// - Throws: where this machine lacks what it takes to read it.
    func text() throws(RunnerFault) -> [UInt8] {
        guard self.body.foreignCoding == nil else { return self.body.bytes }
        let isCut = self.body.size > self.body.bytes.count || self.body.isCut
        return try BodyText(of: self.body.bytes, self.headers, isCut: isCut).decode(self.body.bytes)
    }

    /// Its body is a stream of events or pictures, which has no end.
    var isEndless: Bool {
        guard let type = self.headers.first(name: "content-type"), !self.headers.contains(name: "content-length") else {
            return false
        }
        let name = type.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
        guard name.count <= 32 else { return false }
        return ["text/event-stream", "multipart/x-mixed-replace"].contains(String(Substring(name)).lowercased())
    }
}
