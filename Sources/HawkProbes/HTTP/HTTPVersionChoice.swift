/// Which versions of HTTP a check speaks.
package enum HTTPVersionChoice: String, Codable, CaseIterable, Sendable {
    /// Only that: what nearly every server speaks, at the least cost.
    case http1 = "1.1"
    /// Only that: by ALPN over TLS, by prior knowledge without (RFC 9113, sections 3.2 and 3.3).
    case http2 = "2"
    /// Both are offered over TLS, and the server chooses.
    case any

    /// What is offered in a TLS handshake (ALPN).
    var protocols: [String] {
        switch self {
        case .http1: ["http/1.1"]
        case .http2: ["h2"]
        case .any: ["h2", "http/1.1"]
        }
    }

    /// Whether HTTP/2 is to be spoken after a handshake in which the server chose a protocol; nil: the server will not.
    func usesHTTP2(negotiated: String?) -> Bool? {
        if negotiated == "h2" { return true }
        return self == .http2 ? nil : false
    }
}
