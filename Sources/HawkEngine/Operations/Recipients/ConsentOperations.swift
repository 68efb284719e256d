package import HawkCore
import HawkStore

/// Manages the consent of recipients to an organization's mail: confirm and unsubscribe. A link from a mail authenticates them.
package struct ConsentOperations: Sendable {
    /// The link that was followed.
    package enum Link: Sendable {
        /// From the mail that requests consent.
        case confirmation(String)
        /// From any mail.
        case unsubscribe(String)
    }

    /// The consent that a link belongs to.
    package struct Consent: Sendable, Equatable {
        package let address: String
        package let organization: String
        package let state: MailRecipient.State
    }

    private let engine: Engine
    private let recipients = MailRecipientRepository()

    package init(_ engine: Engine) { self.engine = engine }

    /// - Throws: `notFound` if the link is not valid or was replaced by that of a later mail.
    package func find(_ link: Link) async throws -> Consent {
        try await self.engine.database.read { db in try self.consent(self.require(link, in: db), in: db) }
    }

    /// Records consent, also after an earlier unsubscription.
    package func agree(_ link: Link) async throws -> Consent {
        try await self.change(link, "recipient.confirm") { recipient, db in
            try self.recipients.confirm(recipient.id, in: db)
        }
    }

    package func unsubscribe(_ link: Link) async throws -> Consent {
        try await self.change(link, "recipient.unsubscribe") { recipient, db in
            try self.recipients.unsubscribe(recipient.id, in: db)
        }
    }

    private func change(
        _ link: Link, _ action: String, _ body: @escaping @Sendable (MailRecipient, any Connection) throws -> Void
    ) async throws -> Consent {
        try await self.engine.database.write { db in
            let before = try self.require(link, in: db)
            try body(before, db)
            let after = try self.require(link, in: db)
            if after.state != before.state {
                try AuditRepository().insert(
                    action, .init("recipient", after.id.rawValue), of: after.organization, by: nil,
                    details: ["address": .string(after.address)], at: self.engine.clock.now, in: db)
            }
            return try self.consent(after, in: db)
        }
    }

    private func require(_ link: Link, in db: any Connection) throws -> MailRecipient {
        let found: MailRecipient? =
            switch link {
            case .confirmation(let token):
                try self.recipients.find(hash: Credential(presented: token).hash, in: db)
            case .unsubscribe(let token):
                try UnsubscribeToken(self.engine.secrets).recipient(of: token).flatMap { try self.recipients.find($0, in: db) }
            }
        guard let found else { throw OperationError.notFound }
        return found
    }

    private func consent(_ recipient: MailRecipient, in db: any Connection) throws -> Consent {
        let organization = try OrganizationRepository().find(recipient.organization, in: db)
        return Consent(address: recipient.address, organization: organization?.name ?? "", state: recipient.state)
    }
}
