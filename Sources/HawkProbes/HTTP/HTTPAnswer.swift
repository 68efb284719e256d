import HawkCore
import NIOHTTP1

/// The parts of a response that a check needs.
struct HTTPAnswer {
    let status: Int
    let headers: HTTPHeaders
    var body: HTTPBody
    private let encodedLocation: String?

    /// - Parameter maxStoredBytes: how many bytes of the body to store.
    init(_ head: HTTPHead, maxStoredBytes: Int) {
        self.status = head.status
        self.headers = head.headers
        self.encodedLocation = head.encodedLocation
        self.body = HTTPBody(head.headers, maxStoredBytes: maxStoredBytes)
    }

    /// The `Set-Cookie` values, unchanged.
    var cookies: [String] { self.headers["set-cookie"] }

    /// The redirect location with its original bytes. Nil if it is not a redirect.
    var location: String? {
        guard [301, 302, 303, 307, 308].contains(self.status) else { return nil }
        let place = self.encodedLocation ?? self.headers.first(name: "location")
        // Curl and browsers treat a redirect without a location as a response.
        return place.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Returns the stored part of the body as UTF-8, regardless of its character set.
    /// - Throws: if this machine lacks the character set.
    func text() throws(RunnerFault) -> [UInt8] {
        guard self.body.foreignCoding == nil else { return self.body.bytes }
        let isCut = self.body.size > self.body.bytes.count || self.body.isCut
        return try BodyText(of: self.body.bytes, self.headers, isCut: isCut).decode(self.body.bytes)
    }

    /// Whether its body is an endless stream of events or pictures.
    var isEndless: Bool {
        guard let type = self.headers.first(name: "content-type"), !self.headers.contains(name: "content-length") else {
            return false
        }
        let name = type.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
        guard name.count <= 32 else { return false }
        return ["text/event-stream", "multipart/x-mixed-replace"].contains(String(Substring(name)).lowercased())
    }
}
