import HawkCore
import NIOCore
import NIOSSL

/// Translates TLS errors into messages.
struct TLSTrouble {
    let host: String
    /// Whether the client had a certificate to present.
    let showsIdentity: Bool

    /// - Parameter hasSeenCertificate: whether the server already sent its certificate.
    func inHandshake(_ error: any Error, hasSeenCertificate: Bool) -> TargetFailure {
        if error is ChannelError { return self.closedEarly }
        if error is IOError { return TargetFailure(.protocol, "\(self.host) reset the connection during the TLS handshake") }
        guard case .handshakeFailed(.sslError(let stack))? = error as? NIOSSLError, let first = stack.first else {
            return TargetFailure(.tls, "the TLS handshake with \(self.host) failed")
        }
        if first == .eofDuringHandshake || first == .eofDuringAdditionalCertficiateChainValidation { return self.closedEarly }
        let code = Self.code(first)
        // Before TLS 1.3, servers have no better alert for a missing client certificate.
        if code == "SSLV3_ALERT_HANDSHAKE_FAILURE", hasSeenCertificate, !self.showsIdentity { return self.requestsCertificate }
        return self.meaning(code)
            ?? TargetFailure(.tls, "the TLS handshake with \(self.host) failed: \(Self.words(of: code))")
    }

    /// - Returns: nil for an error that is not of TLS, and for a connection that ends without a close_notify.
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

    private var requestsCertificate: TargetFailure { TargetFailure(.tls, "\(self.host) asks for a client certificate") }

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
        case "TLSV1_ALERT_CERTIFICATE_REQUIRED": self.requestsCertificate
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
        guard self.showsIdentity else { return self.requestsCertificate }
        return TargetFailure(.tls, "\(self.host) does not accept the client certificate (\(word))")
    }

    /// Returns the text for a code. An alert comes from the server; anything else is an error in what it sent.
    private static func words(of code: String) -> String {
        let words = code.lowercased().replacing("_", with: " ")
        for prefix in ["tlsv1 alert ", "sslv3 alert ", "tlsv13 alert "] where words.hasPrefix(prefix) {
            return "the server says \"\(words.dropFirst(prefix.utf8.count))\""
        }
        return words
    }

    /// Returns BoringSSL's name of a reason, such as `WRONG_VERSION_NUMBER`. Its description contains the name among other parts.
    private static func code(_ error: BoringSSLInternalError) -> String {
        let tail = error.description.split(separator: ":").last { $0.contains("_") && $0.first?.isUppercase == true } ?? ""
        let name = tail.prefix { $0.isUppercase || $0.isNumber || $0 == "_" }
        return name.isEmpty ? "unknown reason" : String(name)
    }
}
