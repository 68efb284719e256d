package import HawkCore
import HawkStore

/// One recipient of a channel that mails through the operator's server, with its consent state.
package struct RecipientStanding: Sendable, Equatable {
    /// In lower case.
    package let address: String
    package let standing: MailConsent.Standing
    /// Nil if consent was not requested yet.
    let id: ID<MailRecipient>?
}

/// Tracks which recipients consented to an organization's mail.
struct MailRecipients {
    /// From which addresses without a reply consent is requested.
    enum ConsentRequest {
        case none
        /// Addresses without an earlier request.
        case new
        /// Addresses without an earlier request, or with one long ago.
        case repeated
    }

    private let recipients = MailRecipientRepository()

    /// Returns the standing of each address. Plans mails to those that must consent, as early as the rate limits allow.
    func standings(
        of addresses: [String], in organization: ID<Organization>, requesting: ConsentRequest = .none, in db: any Connection
    ) throws -> [RecipientStanding] {
        let members = try MembershipRepository().confirmedAddresses(among: addresses, of: organization, in: db)
        if requesting != .none { try self.enroll(addresses, of: organization, in: db) }
        let known = try self.recipients.list(addresses, of: organization, in: db)
        for recipient in known where requesting != .none && !members.contains(recipient.address) {
            try self.requestConsent(recipient, again: requesting == .repeated, in: db)
        }
        return addresses.map { address in
            let found = known.first { $0.address.utf8.elementsEqual(address.utf8) }
            return RecipientStanding(
                address: address, standing: MailConsent.standing(isMember: members.contains(address), state: found?.state),
                id: found?.id)
        }
    }

    private func enroll(_ addresses: [String], of organization: ID<Organization>, in db: any Connection) throws {
        let known = Set(try self.recipients.list(addresses, of: organization, in: db).map(\.address))
        let new = Set(addresses).subtracting(known)
        guard !new.isEmpty else { return }
        let room = try MailConsent.maxPending - self.recipients.countPending(of: organization, in: db)
        for address in new.sorted().prefix(max(room, 0)) {
            try self.recipients.insert(address, of: organization, in: db)
        }
    }

    private func requestConsent(_ recipient: MailRecipient, again: Bool, in db: any Connection) throws {
        guard recipient.state == .pending, recipient.mailAt == nil else { return }
        let now = try db.now()
        if let last = recipient.mailedAt {
            guard again, last + MailConsent.requestAgainAfter <= now else { return }
        }
        let at = MailConsent.earliestRequest(
            from: now, toAddress: try self.recipients.lastMail(to: recipient.address, in: db),
            ofOrganization: try self.recipients.lastMails(
                of: recipient.organization, limit: MailConsent.perDay.organization, in: db))
        try self.recipients.schedule(recipient.id, at: at, in: db)
    }
}
