/// Whether one address agreed to get an organization's mail from the operator's mail server. One row of `mail_recipients`.
package struct MailRecipient: Sendable, Equatable {
    package enum State: String, Sendable, Codable, CaseIterable {
        /// Has not answered the consent request.
        case pending
        case confirmed
        /// Refused further mail from this organization.
        case unsubscribed
    }

    package let id: ID<MailRecipient>
    package let organization: ID<Organization>
    /// In lower case. Compared by its bytes.
    package let address: String
    package var state: State
    /// When to send the consent request. Nil if none is to be sent.
    package var mailAt: Instant?
    /// When the last one was sent.
    package var mailedAt: Instant?

    package init(
        id: ID<MailRecipient>, organization: ID<Organization>, address: String, state: State, mailAt: Instant? = nil,
        mailedAt: Instant? = nil
    ) {
        self.id = id
        self.organization = organization
        self.address = address
        self.state = state
        self.mailAt = mailAt
        self.mailedAt = mailedAt
    }
}
