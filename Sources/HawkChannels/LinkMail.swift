import HawkCore

/// A short mail with one link, to a person who requested it or whose address another person entered. It contains no text of
/// theirs.
package struct LinkMail: Sendable {
    private let address: String
    private let layout: LinkLayout

    /// Confirms an address before its account exists.
    package static func signUp(_ address: String, at publicURL: String, link: String) -> LinkMail {
        LinkMail(
            address: address,
            layout: LinkLayout(
                subject: "Confirm your e-mail address",
                sentence: "\(address) was entered to create a StatusHawk account at \(publicURL).",
                instruction: "To continue, open this link within 24 hours. It works once:",
                link: link, button: "Continue",
                closing: "If this was not you, ignore this mail: no account is created without the link."))
    }

    /// Replaces the sign-up link if the address already has an account.
    package static func accountExists(_ address: String, at publicURL: String) -> LinkMail {
        LinkMail(
            address: address,
            layout: LinkLayout(
                subject: "You already have an account",
                sentence: "\(address) was entered to create a StatusHawk account at \(publicURL). It already has one.",
                instruction: "Sign in here:", link: "\(publicURL)/", button: "Sign in",
                closing: "If this was not you, ignore this mail: nothing has changed."))
    }

    /// Lets its recipient set a new password.
    package static func passwordReset(_ address: String, at publicURL: String, link: String) -> LinkMail {
        LinkMail(
            address: address,
            layout: LinkLayout(
                subject: "Reset your password",
                sentence: "A new password was requested for the StatusHawk account of \(address) at \(publicURL).",
                instruction:
                    "To choose a new password, open this link within one hour. It works once and ends all your sessions:",
                link: link, button: "Choose a new password",
                closing: "If this was not you, ignore this mail: your password does not change."))
    }

    /// Requests a recipient's consent to an organization's alerts. Recipients may never have heard of us, so it contains as little
    /// of the organization's text as possible.
    /// - Parameters:
    ///   - link: the URL to consent.
    ///   - unsubscribeLink: the URL to refuse further requests.
    package static func consent(
        _ address: String, organization: String, link: String, unsubscribeLink: String
    ) -> LinkMail {
        let organization = Self.withoutLinks(organization)
        return LinkMail(
            address: address,
            layout: LinkLayout(
                subject: "Do you want to receive alerts from \(organization)?",
                sentence: "The organization \(organization) wants to send monitoring alerts to \(address).",
                instruction: "To receive the alerts, open this page and confirm:", link: link, button: "Confirm my address",
                closing: "If you do not know this organization, ignore this mail: you receive no alerts unless you confirm.",
                unsubscribe: ("Unsubscribe from this organization", unsubscribeLink)))
    }

    /// Mail programs turn text that looks like an address into a link, so a name must not advertise a site.
    private static func withoutLinks(_ name: String) -> String {
        let words = name.unicodeScalars.split { ".:/@\\".unicodeScalars.contains($0) || $0.properties.isWhitespace }
            .map { String($0) }.joined(separator: " ")
        return words.isEmpty ? "an organization" : words.shortened(toScalars: 60)
    }

    /// Sends it through the installation's mail server.
    /// - Parameter key: identifies a repeat of the same mail.
    package func send(key: String, in environment: ChannelEnvironment) async throws(DeliveryError) {
        guard let recipient = MailAddress(self.address) else { throw .never("\(self.address) is not a mail address") }
        let submission = try MailSubmission(ownServer: nil, in: environment)
        try await submission.send(
            MIMEMessage(
                from: submission.sender, to: [recipient], subject: self.layout.subject, date: environment.clock.now,
                messageID: "\(key)@\(submission.sender.domain)",
                headers: [("Auto-Submitted", "auto-generated")]
                    + (self.layout.unsubscribe.map { UnsubscribeHeaders.of($0.link) } ?? []),
                text: self.layout.plain, html: self.layout.html))
    }
}
