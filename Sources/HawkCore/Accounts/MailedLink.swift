/// A link that is sent to an address and proves that its reader receives mail there. One row of `mailed_links`.
package struct MailedLink: Sendable, Equatable {
    /// What the link is for.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// To create an account.
        case signUp = "sign_up"
        /// To set a new password.
        case passwordReset = "password_reset"

        /// How long the link works after its mail was sent.
        package var lifetime: Duration {
            switch self {
            case .signUp: .hours(24)
            case .passwordReset: .hours(1)
            }
        }
    }

    /// How many links may be requested for one address: the minimum time between two requests, and the maximum within `day`.
    package static let perAddress = (pause: Duration.minutes(10), perDay: 5)
    package static let day = Duration.hours(24)
    /// How many mails may be requested within an hour, over all addresses.
    package static let perHour = 200

    package let id: ID<MailedLink>
    package let kind: Kind
    /// In lower case.
    package let address: String
    /// When to send the mail. Nil if no mail is to be sent.
    package let mailAt: Instant?

    package init(id: ID<MailedLink>, kind: Kind, address: String, mailAt: Instant? = nil) {
        self.id = id
        self.kind = kind
        self.address = address
        self.mailAt = mailAt
    }
}
