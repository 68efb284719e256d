/// Decides who may get an organization's mail through the operator's mail server. No other code decides it.
package enum MailConsent {
    /// The state of one recipient.
    package enum Standing: String, Sendable, Codable, CaseIterable {
        /// A member of the organization whose account has this confirmed address.
        case member
        case confirmed
        case pending
        case unsubscribed

        package var mayReceive: Bool { self == .member || self == .confirmed }
    }

    /// The maximum number of consent requests per day, to one address and for one organization.
    package static let perDay = (address: 1, organization: 20)
    package static let day = Duration.hours(24)
    /// How long a recipient who has not answered gets no further request after a channel changed.
    package static let requestAgainAfter = Duration.hours(7 * 24)
    /// The maximum number of recipients of one organization that have not answered.
    package static let maxPending = 200

    /// If anyone may sign up, the operator's server sends only with consent. A channel's own server is its owner's
    /// responsibility.
    package static func isNeeded(signupsAreOpen: Bool, channelHasServer: Bool) -> Bool { signupsAreOpen && !channelHasServer }

    /// Returns the state of a recipient. A recipient who unsubscribed gets nothing, not even as a member.
    package static func standing(isMember: Bool, state: MailRecipient.State?) -> Standing {
        switch state {
        case .unsubscribed: .unsubscribed
        case .confirmed: isMember ? .member : .confirmed
        case .pending, nil: isMember ? .member : .pending
        }
    }

    /// Returns when the consent request may be sent.
    /// - Parameters:
    ///   - toAddress: the last request to the address, from any organization, sent or planned.
    ///   - ofOrganization: the organization's last requests, sent or planned, newest first; at least those of one day.
    package static func earliestRequest(from now: Instant, toAddress: Instant?, ofOrganization: [Instant]) -> Instant {
        let byAddress = toAddress.map { $0 + self.day } ?? now
        let full = ofOrganization.count >= self.perDay.organization
        let byOrganization = full ? ofOrganization[self.perDay.organization - 1] + self.day : now
        return max(now, byAddress, byOrganization)
    }
}
