import CCurl
import Foundation
import Glibc

/// The host, port and timeout of the receiver, as error messages need them.
struct Peer {
    let host: String
    let port: Int
    let timeout: Duration

    var address: String { self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)" }

    /// Returns the error of a transfer that failed before or during the answer.
    func failure(of outcome: CurlOutcome) -> DeliveryError {
        if let refusal = outcome.refusal { return DeliveryError(refusal, retry: .never) }
        switch outcome.code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return .later("the name \(self.host) has no address")
        case CURLE_COULDNT_CONNECT:
            return .later("\(self.address) cannot be reached: \(Self.words(errno: outcome.connectErrno))")
        case CURLE_OPERATION_TIMEDOUT:
            return .later("no answer from \(self.address) within \(self.timeout.components.seconds) s")
        case CURLE_PEER_FAILED_VERIFICATION:
            return .later("the certificate of \(self.address) is not accepted: \(Self.stripped(outcome.detail))")
        case CURLE_SSL_CACERT_BADFILE:
            return .later("the file of trusted certificates cannot be read")
        case CURLE_SSL_CONNECT_ERROR:
            return .later("no TLS connection with \(self.address): \(Self.stripped(outcome.detail))")
        case CURLE_ABORTED_BY_CALLBACK:
            return .later("interrupted while sending to \(self.address)")
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            return .later("\(self.address) closed the connection without an answer")
        case CURLE_WEIRD_SERVER_REPLY:
            return .later("\(self.address) answered something other than HTTP")
        // libcurl takes an answer without a status line for HTTP/0.9.
        case CURLE_UNSUPPORTED_PROTOCOL where outcome.detail.contains("HTTP/0.9"):
            return .later("\(self.address) answered something other than HTTP")
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return DeliveryError("the address cannot be used: \(outcome.detail)", retry: .never)
        default:
            return .later("\(self.address): \(outcome.detail)")
        }
    }

    private static func words(errno: Int32) -> String {
        // SAFETY: strerror returns a valid string for every number.
        errno == 0 ? "no connection" : String(cString: strerror(errno)).lowercased()
    }

    /// Removes the words from libcurl's text that our message already contains.
    private static func stripped(_ detail: String) -> String {
        for prefix in ["SSL certificate problem: ", "SSL: "] where detail.hasPrefix(prefix) {
            return String(detail.dropFirst(prefix.count))
        }
        return detail
    }
}

extension DeliveryError {
    static func later(_ message: String) -> DeliveryError { DeliveryError(message, retry: .later) }
    static func never(_ message: String) -> DeliveryError { DeliveryError(message, retry: .never) }
}
