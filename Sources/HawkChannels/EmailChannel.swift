import HawkCore

/// Mail over SMTP, through the channel's own server or else the installation's.
struct EmailChannel: AlertChannel {
    static let type = ChannelType.email
    static let label = "E-mail"
    static let recipientField: String? = "to"

    static func form(in installation: ChannelInstallation) -> [FormField] {
        Settings.settings.form.map { field in
            guard field.name == "smtp_url", !installation.hasMailServer else { return field }
            var field = field
            field.required = true
            field.help = "This installation has no mail server (SMTP_URL is not set). Enter one here."
            return field
        }
    }

    var limits = SMTPLimits()

    struct Settings: ChannelSettings {
        var to: [String] = []
        var smtpURL: String?

        static let settings = SettingList<Settings> {
            Setting(
                "to", "Recipients", \.to, .entries(1...20), .mailAddresses, .withoutRepeats, required: true,
                help: "Up to 20 addresses. Each receives every alert.", placeholder: "you@example.com")
            Setting(
                "smtp_url", "Mail server", \.smtpURL, .valid(Self.problem(ofURL:)), secret: true, secretBinding: .value,
                help: "Only needed to send through another server than that of this installation.",
                placeholder: "smtp://user:password@mail.example.com:587")
        }

        func validate(in installation: ChannelInstallation) -> [FieldError] {
            guard self.smtpURL == nil, !installation.hasMailServer else { return [] }
            return [FieldError("smtp_url", "is required: this installation has no mail server (SMTP_URL is not set)")]
        }

        private static func problem(ofURL text: String) -> String? {
            do { _ = try SMTPURL(text) } catch { return error.message }
            return nil
        }
    }

    static func operatorMail(_ config: Settings) -> [(address: String, config: Settings)] {
        guard config.smtpURL == nil else { return [] }
        return config.to.map { ($0, Settings(to: [$0], smtpURL: nil)) }
    }

    func send(
        _ message: AlertMessage, with config: Settings, in environment: ChannelEnvironment
    ) async throws(DeliveryError) -> String? {
        let submission = try MailSubmission(ownServer: config.smtpURL, limits: self.limits, in: environment)
        try await submission.send(self.mail(message, config, from: submission.sender, in: environment))
        return nil
    }

    private func mail(
        _ message: AlertMessage, _ config: Settings, from sender: MailAddress, in environment: ChannelEnvironment
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
