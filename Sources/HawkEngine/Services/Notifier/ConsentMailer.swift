import HawkChannels
import HawkCore
import HawkStore
import Logging

/// Sends the mails that ask people for consent to an organization's alerts.
struct ConsentMailer: Sendable {
    private static let interval = Duration.seconds(2)
    private static let batch = 10
    /// The assumed number of earlier failures, so that retries use the longest pause.
    private static let attempts = 100

    private let engine: Engine
    private let environment: ChannelEnvironment

    init(_ engine: Engine, environment: ChannelEnvironment) {
        self.engine = engine
        self.environment = environment
    }

    func run() async {
        guard self.engine.asksRecipients else { return }
        while !Task.isCancelled {
            do {
                try await self.sendDue()
            } catch {
                // The sending of alerts has the same failure and reports it.
                self.engine.logger.debug("Failed to read or claim pending consent mails", metadata: .of(error))
            }
            try? await Task.sleep(for: Self.interval)  // the loop ends when cancelled
        }
    }

    func sendDue() async throws {
        let due = try await self.engine.database.read { db in try MailRecipientRepository().due(limit: Self.batch, in: db) }
        for recipient in due {
            let credential = Credential()
            let organization = try await self.engine.database.write { db in
                try MailRecipientRepository().claim(recipient, hash: credential.hash, in: db)
                    ? try OrganizationRepository().find(recipient.organization, in: db) : nil
            }
            if let organization { try await self.send(to: recipient, of: organization, credential) }
        }
    }

    private func send(to recipient: MailRecipient, of organization: Organization, _ credential: Credential) async throws {
        let mail = ConsentMail(
            to: recipient.address, organization: organization.name,
            link: "\(self.engine.installation.publicURL)/mail/confirm/\(credential.secret.revealed)",
            unsubscribeLink: self.engine.unsubscribeLink(recipient.id))
        let key = "consent-\(Base64URL.encode(credential.hash.prefix(12)))"
        do throws(DeliveryError) {
            try await mail.send(key: key, in: self.environment)
        } catch {
            self.engine.logger.warning("Failed to send consent mail", metadata: .of(error))
            guard let pause = Backoff.pause(after: Self.attempts, error.retry) else { return }
            try await self.engine.database.write { db in
                try MailRecipientRepository().schedule(recipient.id, at: db.now() + pause, in: db)
            }
        }
    }
}
