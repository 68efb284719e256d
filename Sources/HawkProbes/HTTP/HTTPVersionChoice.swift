import HawkCore

/// The HTTP versions that a check uses.
package enum HTTPVersionChoice: String, SettingChoice {
    /// Only HTTP/1.1, which nearly every server supports at the least cost.
    case http1 = "1.1"
    /// Only HTTP/2: by ALPN over TLS, by prior knowledge without (RFC 9113, sections 3.2 and 3.3).
    case http2 = "2"
    /// Both are offered over TLS, and the server selects one.
    case any

    /// The protocols offered in a TLS handshake (ALPN).
    var protocols: [String] {
        switch self {
        case .http1: ["http/1.1"]
        case .http2: ["h2"]
        case .any: ["h2", "http/1.1"]
        }
    }

    /// Returns whether to use HTTP/2 after the server selected a protocol. Nil if the server refuses the required version.
    func usesHTTP2(negotiated: String?) -> Bool? {
        if negotiated == "h2" { return true }
        return self == .http2 ? nil : false
    }
}
