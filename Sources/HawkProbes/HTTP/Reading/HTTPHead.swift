import HawkCore
import NIOHTTP1

/// The head of a response, in any version of HTTP.
struct HTTPHead {
    var status: Int
    /// Such as 1.1.
    var version: Double
    var headers: HTTPHeaders
    /// The redirect location with percent-encoded bytes, if it is not UTF-8.
    var encodedLocation: String?
    var leniency: HTTPLeniency = []
    var framing = HTTPFraming.untilClose
}

/// How the body of a response ends (RFC 9112, section 6.3).
enum HTTPFraming: Equatable {
    case none
    case length(Int)
    case chunked
    case untilClose
}

extension HTTPHead {
    /// Takes a head from HTTP/2. White space around a value does not belong to it (RFC 9110, section 5.5).
    init(_ head: HTTPResponseHead) {
        self.init(
            status: Int(head.status.code), version: Double(head.version.major) + Double(head.version.minor) / 10,
            headers: head.headers)
        let isBlank: (UInt8?) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        if head.headers.contains(where: { isBlank($0.value.utf8.first) || isBlank($0.value.utf8.last) }) {
            self.headers = HTTPHeaders(head.headers.map { ($0.name, $0.value.trimmed) })
        }
    }
}
