/// Who may get mail of an organization through the operator's mail server: the one place that decides it.
package enum MailConsent {
    /// How one recipient stands.
    package enum Standing: String, Sendable, Codable, CaseIterable {
        /// A member of the organization whose account has this address, confirmed.
        case member
        case confirmed
        case pending
        case unsubscribed

        package var mayReceive: Bool { self == .member || self == .confirmed }
    }

    /// The most mails that ask, to one address and for one organization, a day.
    package static let perDay = (address: 1, organization: 20)
    package static let day = Duration.hours(24)
    /// How long somebody who has not answered is left alone before a changed channel asks again.
    package static let askAgainAfter = Duration.hours(7 * 24)
    /// The most recipients of one organization that have not answered.
    package static let maxPending = 200

    /// Where anyone may sign up, the operator's server sends only to those who agreed. A channel's own server is its owner's affair.
    package static func isNeeded(signupsAreOpen: Bool, channelHasServer: Bool) -> Bool { signupsAreOpen && !channelHasServer }

    /// Who unsubscribed gets nothing, a member neither.
    package static func standing(isMember: Bool, state: MailRecipient.State?) -> Standing {
        switch state {
        case .unsubscribed: .unsubscribed
        case .confirmed: isMember ? .member : .confirmed
        case .pending, nil: isMember ? .member : .pending
        }
    }

    /// When the mail that asks may be sent.
    /// - Parameters:
    ///   - toAddress: the last one to the address, from any organization, sent or planned.
    ///   - ofOrganization: the last ones of the organization, sent or planned, newest first; at least a day's worth.
    package static func mayAskAt(_ now: Instant, toAddress: Instant?, ofOrganization: [Instant]) -> Instant {
        let byAddress = toAddress.map { $0 + self.day } ?? now
        let full = ofOrganization.count >= self.perDay.organization
        let byOrganization = full ? ofOrganization[self.perDay.organization - 1] + self.day : now
        return max(now, byAddress, byOrganization)
    }
}
