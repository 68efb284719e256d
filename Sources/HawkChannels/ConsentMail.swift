import HawkCore

/// The mail that asks whether somebody wants an organization's alerts. It goes to people who may never have heard of us, so it says
/// as little as possible in the organization's words.
package struct ConsentMail: Sendable {
    private let address: String
    private let organization: String
    private let link: String
    private let unsubscribeLink: String

    /// - Parameters:
    ///   - link: where to agree.
    ///   - unsubscribeLink: where to ask not to be asked again.
    package init(to address: String, organization: String, link: String, unsubscribeLink: String) {
        self.address = address
        self.organization = Self.withoutLinks(organization)
        self.link = link
        self.unsubscribeLink = unsubscribeLink
    }

    /// Sends it through the installation's mail server.
    /// - Parameter key: what a repeat of the same mail is recognized by.
    package func send(key: String, in environment: ChannelEnvironment) async throws(DeliveryError) {
        guard let recipient = MailAddress(self.address) else { throw .never("\(self.address) is not a mail address") }
        let submission = try MailSubmission(ownServer: nil, in: environment)
        try await submission.send(
            MIMEMessage(
                from: submission.sender, to: [recipient], subject: self.subject, date: environment.clock.now,
                messageID: "\(key)@\(environment.mailDomain)",
                headers: [("Auto-Submitted", "auto-generated")] + UnsubscribeHeaders.of(self.unsubscribeLink),
                text: self.plain, html: self.html))
    }

    var subject: String { "Do you want alerts of \(self.organization)?" }

    var plain: String {
        """
        \(self.subject)

        \(self.sentence)

        To get the alerts, open this page and confirm:

        \(self.link)

        \(Self.otherwise)
        No more mail of this organization: \(self.unsubscribeLink)

        """
    }

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(self.subject.escapedForHTML)</title>
        </head>
        <body style="margin:0;padding:24px 12px;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,\
        sans-serif;font-size:16px;line-height:1.5">
        <div style="max-width:560px;margin:0 auto">
        <h1 style="margin:0 0 12px;font-size:22px;line-height:1.3">\(self.subject.escapedForHTML)</h1>
        <p style="margin:0 0 20px">\(self.sentence.escapedForHTML)</p>
        <p style="margin:0 0 20px"><a href="\(self.link.escapedForHTML)" style="display:inline-block;padding:11px 20px;\
        border-radius:6px;background:#1c4c9f;color:#ffffff;font-size:15px;font-weight:600;text-decoration:none">\
        Confirm my address</a></p>
        <p style="margin:0;font-size:14px">\(Self.otherwise.escapedForHTML)<br>
        <a href="\(self.unsubscribeLink.escapedForHTML)">No more mail of this organization</a></p>
        </div>
        </body>
        </html>

        """
    }

    private var sentence: String {
        "The organization \(self.organization) wants to send alerts of its monitoring to \(self.address)."
    }

    private static let otherwise = "If you do not know it, ignore this mail: no alert is sent to you unless you confirm."

    /// Mail programs make links of what looks like an address: a name cannot advertise a site.
    private static func withoutLinks(_ name: String) -> String {
        let words = name.unicodeScalars.split { ".:/@\\".unicodeScalars.contains($0) || $0.properties.isWhitespace }
            .map { String($0) }.joined(separator: " ")
        return words.isEmpty ? "an organization" : words.shortened(toScalars: 60)
    }
}
