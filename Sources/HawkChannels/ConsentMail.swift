import HawkCore

/// The mail that asks a recipient to consent to an organization's alerts. Recipients may never have heard of us, so it contains
/// as little of the organization's text as possible.
package struct ConsentMail: Sendable {
    private let address: String
    private let organization: String
    private let link: String
    private let unsubscribeLink: String

    /// - Parameters:
    ///   - link: the URL to consent.
    ///   - unsubscribeLink: the URL to refuse further requests.
    package init(to address: String, organization: String, link: String, unsubscribeLink: String) {
        self.address = address
        self.organization = Self.withoutLinks(organization)
        self.link = link
        self.unsubscribeLink = unsubscribeLink
    }

    /// Sends it through the installation's mail server.
    /// - Parameter key: identifies a repeat of the same mail.
    package func send(key: String, in environment: ChannelEnvironment) async throws(DeliveryError) {
        guard let recipient = MailAddress(self.address) else { throw .never("\(self.address) is not a mail address") }
        let submission = try MailSubmission(ownServer: nil, in: environment)
        try await submission.send(
            MIMEMessage(
                from: submission.sender, to: [recipient], subject: self.subject, date: environment.clock.now,
                messageID: "\(key)@\(submission.sender.domain)",
                headers: [("Auto-Submitted", "auto-generated")] + UnsubscribeHeaders.of(self.unsubscribeLink),
                text: self.plain, html: self.html))
    }

    var subject: String { "Do you want to receive alerts from \(self.organization)?" }
    var plain: String { self.layout.plain }
    var html: String { self.layout.html }

    private var layout: LinkLayout {
        LinkLayout(
            subject: self.subject, sentence: self.sentence,
            instruction: "To receive the alerts, open this page and confirm:", link: self.link, button: "Confirm my address",
            closing: "If you do not know this organization, ignore this mail: you receive no alerts unless you confirm.",
            footnote: ("Unsubscribe from this organization", self.unsubscribeLink))
    }

    private var sentence: String {
        "The organization \(self.organization) wants to send monitoring alerts to \(self.address)."
    }

    /// Mail programs turn text that looks like an address into a link, so a name must not advertise a site.
    private static func withoutLinks(_ name: String) -> String {
        let words = name.unicodeScalars.split { ".:/@\\".unicodeScalars.contains($0) || $0.properties.isWhitespace }
            .map { String($0) }.joined(separator: " ")
        return words.isEmpty ? "an organization" : words.shortened(toScalars: 60)
    }
}
