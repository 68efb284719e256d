package import HawkCore
import HawkNet

/// How to establish and verify a TLS connection: a part of the settings of each type that may use TLS.
package struct TLSSettings: SettingsPart {
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

    package enum CodingKeys: CodingKey, CaseIterable {
        case verifyTLS, serverName, caCertificates, clientCertificate, clientKey
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.verifyTLS = try members.decode(.verifyTLS, or: true)
        self.serverName = try members.decodeIfPresent(String.self, forKey: .serverName)
        self.caCertificates = try members.decodeIfPresent(String.self, forKey: .caCertificates)
        self.clientCertificate = try members.decodeIfPresent(String.self, forKey: .clientCertificate)
        self.clientKey = try members.decodeIfPresent(String.self, forKey: .clientKey)
    }

    package static let form = [
        FormField(
            "verify_tls", "Verify certificate", .toggle, secretBinding: .value,
            help: "Off: certificate errors do not fail the check, but are still reported.",
            default: true),
        FormField(
            "server_name", "Server name (SNI)", .text, secretBinding: .value,
            help: "Overrides the host name in SNI and in the verification of the certificate.",
            placeholder: "www.example.com"),
        FormField(
            "ca_certificates", "CA certificates (PEM)", .multiline, secretBinding: .value,
            help: "Used instead of the system store.",
            placeholder: "-----BEGIN CERTIFICATE-----"),
        FormField(
            "client_certificate", "Client certificate", .multiline, help: "PEM, including intermediates.",
            placeholder: "-----BEGIN CERTIFICATE-----"),
        FormField("client_key", "Client key", .multiline, secret: true, help: "PEM, without a passphrase."),
    ]

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
}

extension TLSSettings {
    private static let longest = 64 * 1_024

    package func validate() -> [FieldError] {
        var errors: [FieldError] = []
        if let name = self.serverName, HostName(name) == nil {
            errors.append(FieldError("server_name", "must be a host name"))
        }
        let texts = [
            ("ca_certificates", self.caCertificates), ("client_certificate", self.clientCertificate),
            ("client_key", self.clientKey),
        ]
        for (field, text) in texts where (text?.utf8.count ?? 0) > Self.longest {
            errors.append(FieldError(field, "must not be longer than 64 KiB"))
        }
        guard errors.isEmpty else { return errors }
        if let text = self.caCertificates, let problem = TLSTrust.pemError(in: text) {
            errors.append(FieldError("ca_certificates", problem))
        }
        return errors + self.checkIdentity()
    }

    private func checkIdentity() -> [FieldError] {
        if self.clientCertificate != nil, self.clientKey == nil {
            return [FieldError("client_key", "is required with a client certificate")]
        }
        if self.clientKey != nil, self.clientCertificate == nil {
            return [FieldError("client_certificate", "is required with a client key")]
        }
        guard let (part, sentence) = self.identity?.problem else { return [] }
        return [FieldError(part == .key ? "client_key" : "client_certificate", sentence)]
    }
}
