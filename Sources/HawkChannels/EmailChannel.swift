import Foundation
import HawkCore

/// Mail over SMTP: through the channel's own server, otherwise through the installation's.
struct EmailChannel: AlertChannel {
    static let type = ChannelType.email
    static let label = "E-mail"
    static let recipientField: String? = "to"
    static let form: [FormField] = form(in: ChannelInstallation(hasMailServer: false))

    static func form(in installation: ChannelInstallation) -> [FormField] {
        [
            FormField(
                "to", "Recipients", .list, required: true, help: "Up to 20 addresses; each gets every alert.",
                placeholder: "you@example.com"),
            FormField(
                "smtp_url", "Mail server", .text, required: !installation.hasMailServer, secret: true,
                help: installation.hasMailServer
                    ? "Only where mail should go through another server than this installation's."
                    : "This installation has no mail server of its own (SMTP_URL), so name one here.",
                placeholder: "smtp://user:password@mail.example.com:587"),
        ]
    }

    /// Of one whole dialogue.
    var timeout = Duration.seconds(30)

    struct Config: ChannelConfig {
        var to: [String]
        var smtpURL: String?

        enum CodingKeys: String, CodingKey {
            case to
            case smtpURL = "smtp_url"
        }

        func validate() -> [FieldError] {
            var errors: [FieldError] = []
            if self.to.isEmpty { errors.append(FieldError("to", "needs at least one address")) }
            if self.to.count > 20 { errors.append(FieldError("to", "takes at most 20 addresses")) }
            for (index, text) in self.to.enumerated() where MailAddress(text)?.address != text {
                errors.append(FieldError("to.\(index)", "is not a mail address, such as you@example.com"))
            }
            if Set(self.to).count < self.to.count { errors.append(FieldError("to", "names an address twice")) }
            if let smtpURL = self.smtpURL {
                do { _ = try SMTPURL(smtpURL) } catch { errors.append(FieldError("smtp_url", error.message)) }
            }
            return errors
        }

        func validate(in installation: ChannelInstallation) -> [FieldError] {
            guard self.smtpURL == nil, !installation.hasMailServer else { return self.validate() }
            return self.validate() + [
                FieldError("smtp_url", "is required: this installation has no mail server of its own (SMTP_URL is not set)")
            ]
        }
    }

    func send(
        _ message: AlertMessage, with config: Config, in environment: ChannelEnvironment
    ) async throws(DeliveryError) {
        let server = try self.server(for: config, in: environment)
        let recipients = config.to.compactMap(MailAddress.init)
        let sender = self.sender(for: config, through: server, in: environment)
        let peer = Peer(host: server.host, port: server.port, timeout: self.timeout)
        let outcome = try await environment.transport.perform(
            CurlRequest(
                url: server.address, host: server.host,
                payload: .mail(from: sender.address, to: recipients.map(\.address), login: server.login, tls: server.tls),
                body: self.mail(message, from: sender, to: recipients, in: environment).bytes,
                caFile: environment.caFile,
                connectTimeout: .seconds(10),
                timeout: peer.timeout,
                policy: config.smtpURL == nil ? nil : environment.policy))
        try SMTPVerdict(peer: peer, recipients: recipients, password: server.login?.password).judge(outcome)
    }

    private func server(for config: Config, in environment: ChannelEnvironment) throws(DeliveryError) -> SMTPURL {
        if let text = config.smtpURL {
            do { return try SMTPURL(text) } catch { throw .never("the channel's mail server address \(error.message)") }
        }
        guard let server = environment.defaultSMTP else {
            throw .never("no mail server: the channel names none and SMTP_URL is not set")
        }
        return server
    }

    /// A server of the channel's own rarely lets anyone but the account that signs in send.
    private func sender(for config: Config, through server: SMTPURL, in environment: ChannelEnvironment) -> MailAddress {
        let account = server.login.flatMap { MailAddress($0.user) }
        let configured = environment.smtpFrom
        let address =
            (config.smtpURL == nil ? configured ?? account : account ?? configured)
            ?? MailAddress("statushawk@\(environment.mailDomain)")
        // SAFETY: a mail domain is always a host name, so the last address is one.
        let found = address!
        return found.name == nil ? MailAddress("StatusHawk <\(found.address)>")! : found
    }

    private func mail(
        _ message: AlertMessage, from sender: MailAddress, to recipients: [MailAddress], in environment: ChannelEnvironment
    ) -> MIMEMessage {
        let mail = AlertMail(message)
        return MIMEMessage(
            from: sender, to: recipients, subject: mail.subject, date: environment.clock.now,
            messageID: "\(message.deliveryKey)@\(environment.mailDomain)",
            // No mail has this identity: it only gathers those of one incident, whichever of them arrives first.
            thread: message.incident.map { "incident.\($0.id)@\(environment.mailDomain)" },
            headers: [("Auto-Submitted", "auto-generated"), ("StatusHawk-Delivery", message.deliveryKey)],
            text: mail.plain, html: mail.html)
    }
}

extension ChannelEnvironment {
    /// The right part of our own identities: the public URL's host where that is a name.
    fileprivate var mailDomain: String {
        guard let host = URLComponents(string: self.publicURL)?.host, host.isHostName, host.contains(where: \.isLetter) else {
            return "statushawk.invalid"
        }
        return host
    }
}
