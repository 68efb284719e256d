package import HawkCore
import HawkNet

/// How to establish and verify a TLS connection: a part of the settings of each type that may use TLS.
package struct TLSSettings: DescribedSettings {
    /// Whether an invalid certificate is a failure.
    package var verifyTLS = true
    /// PEM. Nil to trust this machine's roots.
    package var caCertificates: String?
    /// PEM, leaf first.
    package var clientCertificate: String?
    /// PEM.
    package var clientKey: String?
    /// Sent as the server name and verified in the certificate, instead of the target's host.
    package var serverName: String?

    package init() {}

    private static let maxLength = 64 * 1_024

    package static let settings = SettingList<TLSSettings> {
        Setting(
            "verify_tls", "Verify certificate", \.verifyTLS, secretBinding: .value,
            help: "Off: certificate errors do not fail the check, but are still reported.")
        Setting(
            "server_name", "Server name (SNI)", \.serverName, .valid { HostName($0) == nil ? "must be a host name" : nil },
            secretBinding: .value, help: "Overrides the host name in SNI and in the verification of the certificate.",
            placeholder: "www.example.com")
        Setting(
            "ca_certificates", "CA certificates (PEM)", \.caCertificates, .bytes(0...Self.maxLength),
            .valid { TLSTrust.pemError(in: $0) }, kind: .multiline, secretBinding: .value,
            help: "Used instead of the system store.", placeholder: "-----BEGIN CERTIFICATE-----")
        Setting(
            "client_certificate", "Client certificate", \.clientCertificate, .bytes(0...Self.maxLength), kind: .multiline,
            help: "PEM, including intermediates.", placeholder: "-----BEGIN CERTIFICATE-----")
        Setting(
            "client_key", "Client key", \.clientKey, .bytes(0...Self.maxLength), kind: .multiline, secret: true,
            help: "PEM, without a passphrase.")
    }

    /// Returns the options of a connection.
    func options(offering protocols: [String]) -> TLSOptions {
        TLSOptions(
            trust: self.caCertificates.map { .certificates(pem: $0) }, identity: self.identity, protocols: protocols)
    }

    /// The settings for other hosts after a redirect: without the target's server name and client certificate.
    var ofOthers: TLSSettings {
        var settings = self
        settings.serverName = nil
        settings.clientCertificate = nil
        settings.clientKey = nil
        return settings
    }

    /// The secrets that must not appear in evidence.
    var secrets: [String] { self.clientKey.map { [$0] } ?? [] }

    private var identity: ClientIdentity? {
        guard let certificates = self.clientCertificate, let key = self.clientKey else { return nil }
        return ClientIdentity(certificates: certificates, key: Secret(key))
    }

    package func validate() -> [FieldError] {
        if self.clientCertificate != nil, self.clientKey == nil {
            return [FieldError("client_key", "is required with a client certificate")]
        }
        if self.clientKey != nil, self.clientCertificate == nil {
            return [FieldError("client_certificate", "is required with a client key")]
        }
        // Parsed only if both have an acceptable length.
        guard [self.clientCertificate, self.clientKey].allSatisfy({ $0?.utf8.count ?? 0 <= Self.maxLength }),
            let (part, sentence) = self.identity?.problem
        else { return [] }
        return [FieldError(part == .key ? "client_key" : "client_certificate", sentence)]
    }
}
