import HawkCore
import NIOCore
import NIOSSL

/// Puts errors of TLS into words.
struct TLSTrouble {
    let host: String
    /// Whether the client had a certificate to show.
    let showsIdentity: Bool

    /// - Parameter hasSeenCertificate: the server has got as far as showing its own.
    func inHandshake(_ error: any Error, hasSeenCertificate: Bool) -> TargetFailure {
        if error is ChannelError { return self.closedEarly }
        if error is IOError { return TargetFailure(.protocol, "\(self.host) reset the connection during the TLS handshake") }
        guard case .handshakeFailed(.sslError(let stack))? = error as? NIOSSLError, let first = stack.first else {
            return TargetFailure(.tls, "the TLS handshake with \(self.host) failed")
        }
        if first == .eofDuringHandshake || first == .eofDuringAdditionalCertficiateChainValidation { return self.closedEarly }
        let code = Self.code(first)
        // Servers before TLS 1.3 know no better alert for a certificate that they miss.
        if code == "SSLV3_ALERT_HANDSHAKE_FAILURE", hasSeenCertificate, !self.showsIdentity { return self.asksForCertificate }
        return self.meaning(code)
            ?? TargetFailure(.tls, "the TLS handshake with \(self.host) failed: \(Self.words(of: code))")
    }

    /// - Returns: nil for what is no error of TLS, and for a connection that ends without a farewell.
    func afterHandshake(_ error: any Error) -> TargetFailure? {
        switch error {
        case BoringSSLError.sslError(let stack):
            let code = stack.first.map(Self.code) ?? "unknown reason"
            return self.meaning(code)
                ?? TargetFailure(.tls, "the TLS connection to \(self.host) broke: \(Self.words(of: code))")
        case NIOSSLError.uncleanShutdown: return nil
        case is BoringSSLError, is NIOSSLError: return TargetFailure(.tls, "the TLS connection to \(self.host) broke")
        default: return nil
        }
    }

    var closedEarly: TargetFailure {
        TargetFailure(.protocol, "\(self.host) closed the connection during the TLS handshake")
    }

    private var asksForCertificate: TargetFailure { TargetFailure(.tls, "\(self.host) asks for a client certificate") }

    private func meaning(_ code: String) -> TargetFailure? {
        switch code {
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST":
            TargetFailure(.tls, "\(self.host) does not speak TLS on this port")
        case "UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "SSLV3_ALERT_PROTOCOL_VERSION":
            TargetFailure(.tls, "\(self.host) supports neither TLS 1.2 nor TLS 1.3")
        case "SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_ALERT_INSUFFICIENT_SECURITY":
            TargetFailure(.tls, "\(self.host) accepts none of the offered ciphers")
        case "TLSV1_ALERT_UNRECOGNIZED_NAME":
            TargetFailure(.tls, "the server does not serve the name \(self.host) over TLS (unrecognized name)")
        case "KEY_USAGE_BIT_INCORRECT":
            TargetFailure(
                .certificateInvalid, "the certificate of \(self.host) is not for TLS: its key usage allows no signatures")
        case "EXCESSIVE_MESSAGE_SIZE": TargetFailure(.tooLarge, "the certificates of \(self.host) are larger than 100 KiB")
        case "TLSV1_ALERT_CERTIFICATE_REQUIRED": self.asksForCertificate
        default: self.refusal(code)
        }
    }

    /// Alerts about the client's certificate.
    private func refusal(_ code: String) -> TargetFailure? {
        let words = [
            "SSLV3_ALERT_BAD_CERTIFICATE": "bad certificate", "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE": "unsupported certificate",
            "SSLV3_ALERT_CERTIFICATE_REVOKED": "certificate revoked", "SSLV3_ALERT_CERTIFICATE_EXPIRED": "certificate expired",
            "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "certificate unknown", "TLSV1_ALERT_UNKNOWN_CA": "unknown authority",
            "TLSV1_ALERT_ACCESS_DENIED": "access denied", "SSLV3_ALERT_NO_CERTIFICATE": "no certificate",
        ]
        guard let word = words[code] else { return nil }
        guard self.showsIdentity else { return self.asksForCertificate }
        return TargetFailure(.tls, "\(self.host) does not accept the client certificate (\(word))")
    }

    /// An alert is the server's word, all else what is found wrong with what it sent.
    private static func words(of code: String) -> String {
        let words = code.lowercased().replacing("_", with: " ")
        for prefix in ["tlsv1 alert ", "sslv3 alert ", "tlsv13 alert "] where words.hasPrefix(prefix) {
            return "the server says \"\(words.dropFirst(prefix.utf8.count))\""
        }
        return words
    }

    /// The name that BoringSSL gives a reason, such as `WRONG_VERSION_NUMBER`; its description carries it among other things.
    private static func code(_ error: BoringSSLInternalError) -> String {
        let tail = error.description.split(separator: ":").last { $0.contains("_") && $0.first?.isUppercase == true } ?? ""
        let name = tail.prefix { $0.isUppercase || $0.isNumber || $0 == "_" }
        return name.isEmpty ? "unknown reason" : String(name)
    }
}
