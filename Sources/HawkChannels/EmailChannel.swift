import HawkCore

/// Mail over SMTP, through the channel's own server or else the installation's.
struct EmailChannel: AlertChannel {
    static let type = ChannelType.email
    static let label = "E-mail"
    static let recipientField: String? = "to"
    static let form: [FormField] = form(in: ChannelInstallation(hasMailServer: false))

    static func form(in installation: ChannelInstallation) -> [FormField] {
        [
            FormField(
                "to", "Recipients", .list, required: true, help: "Up to 20 addresses. Each receives every alert.",
                placeholder: "you@example.com"),
            FormField(
                "smtp_url", "Mail server", .text, required: !installation.hasMailServer, secret: true,
                secretBinding: .value,
                help: installation.hasMailServer
                    ? "Only needed to send through another server than that of this installation."
                    : "This installation has no mail server (SMTP_URL is not set). Enter one here.",
                placeholder: "smtp://user:password@mail.example.com:587"),
        ]
    }

    var limits = SMTPLimits()

    struct Config: ChannelConfig {
        var to: [String]
        var smtpURL: String?

        func validate() -> [FieldError] {
            var errors: [FieldError] = []
            if self.to.isEmpty { errors.append(FieldError("to", "must contain at least one address")) }
            if self.to.count > 20 { errors.append(FieldError("to", "must contain at most 20 addresses")) }
            for (index, text) in self.to.enumerated() where MailAddress(text)?.address != text {
                errors.append(FieldError("to.\(index)", "is not a mail address, such as you@example.com"))
            }
            if Set(self.to).count < self.to.count { errors.append(FieldError("to", "must not contain an address twice")) }
            if let smtpURL = self.smtpURL {
                do { _ = try SMTPURL(smtpURL) } catch { errors.append(FieldError("smtp_url", error.message)) }
            }
            return errors
        }

        func validate(in installation: ChannelInstallation) -> [FieldError] {
            guard self.smtpURL == nil, !installation.hasMailServer else { return self.validate() }
            return self.validate() + [
                FieldError("smtp_url", "is required: this installation has no mail server (SMTP_URL is not set)")
            ]
        }
    }

    static func operatorMail(_ config: Config) -> [(address: String, config: Config)] {
        guard config.smtpURL == nil else { return [] }
        return config.to.map { ($0, Config(to: [$0], smtpURL: nil)) }
    }

    func send(
        _ message: AlertMessage, with config: Config, in environment: ChannelEnvironment
    ) async throws(DeliveryError) {
        let submission = try MailSubmission(ownServer: config.smtpURL, limits: self.limits, in: environment)
        try await submission.send(self.mail(message, config, from: submission.sender, in: environment))
    }

    private func mail(
        _ message: AlertMessage, _ config: Config, from sender: MailAddress, in environment: ChannelEnvironment
    ) -> MIMEMessage {
        let mail = AlertMail(message, unsubscribeURL: environment.unsubscribeURL)
        return MIMEMessage(
            from: sender, to: config.to.compactMap(MailAddress.init), subject: mail.subject, date: environment.clock.now,
            messageID: "\(message.deliveryKey)@\(sender.domain)",
            // No mail has this ID. It only groups the mails of one incident, whichever arrives first.
            thread: message.incident.map { "incident.\($0.id)@\(sender.domain)" },
            headers: [("Auto-Submitted", "auto-generated"), ("StatusHawk-Delivery", message.deliveryKey)]
                + (environment.unsubscribeURL.map(UnsubscribeHeaders.of) ?? []),
            text: mail.plain, html: mail.html)
    }
}
