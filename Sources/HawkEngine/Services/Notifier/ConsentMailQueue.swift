import HawkChannels
import HawkCore
import HawkStore

/// The mails that request consent to an organization's alerts.
struct ConsentMailQueue: LinkMailQueue {
    /// Retries use the longest pause.
    static let attempts = 100

    let engine: Engine
    private let recipients = MailRecipientRepository()

    init(_ engine: Engine) { self.engine = engine }

    var isUsed: Bool { self.engine.requiresRecipientConsent }

    func kind(of recipient: MailRecipient) -> String { "consent" }

    func due(limit: Int, in db: any Connection) throws -> [MailRecipient] { try self.recipients.due(limit: limit, in: db) }

    func claim(_ recipient: MailRecipient, _ credential: Credential, in db: any Connection) throws -> LinkMail? {
        guard try self.recipients.claim(recipient, hash: credential.hash, in: db),
            let organization = try OrganizationRepository().find(recipient.organization, in: db)
        else { return nil }
        return .consent(
            recipient.address, organization: organization.name,
            link: "\(self.engine.installation.publicURL)/mail/confirm/\(credential.secret.revealed)",
            unsubscribeLink: self.engine.unsubscribeLink(recipient.id))
    }

    func retry(_ recipient: MailRecipient, _ credential: Credential, at instant: Instant, in db: any Connection) throws {
        try self.recipients.schedule(recipient.id, at: instant, in: db)
    }
}
