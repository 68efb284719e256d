import HawkChannels
import HawkCore
import HawkStore
import Logging

/// Sends the links that people request without being signed in.
struct LinkMailer: Sendable {
    private static let interval = Duration.seconds(2)
    private static let batch = 10
    /// The assumed number of failed attempts. The resulting pause is long enough for greylisting, but short for a waiting person.
    private static let attempts = 5

    private let engine: Engine
    private let environment: ChannelEnvironment

    init(_ engine: Engine, environment: ChannelEnvironment) {
        self.engine = engine
        self.environment = environment
    }

    func run() async {
        guard self.engine.installation.emailConfigured else { return }
        while !Task.isCancelled {
            do {
                try await self.sendDue()
            } catch {
                // The sending of alerts has the same failure and reports it.
                self.engine.logger.debug("Failed to read or claim pending link mails", metadata: .of(error))
            }
            try? await Task.sleep(for: Self.interval)  // the loop ends when cancelled
        }
    }

    func sendDue() async throws {
        let due = try await self.engine.database.read { db in try MailedLinkRepository().due(limit: Self.batch, in: db) }
        for link in due {
            let credential = Credential()
            // The account is looked up only here, long after the request was answered.
            let hasAccount: Bool? = try await self.engine.database.write { db in
                guard try MailedLinkRepository().claim(link, hash: credential.hash, in: db) else { return nil }
                return try UserRepository().find(email: link.address, in: db) != nil
            }
            guard let hasAccount, let mail = self.mail(link, credential.secret, hasAccount: hasAccount) else { continue }
            try await self.send(mail, of: link, credential)
        }
    }

    private func send(_ mail: LinkMail, of link: MailedLink, _ credential: Credential) async throws {
        let key = "\(link.kind.rawValue)-\(Base64URL.encode(credential.hash.prefix(12)))"
        do throws(DeliveryError) {
            try await mail.send(key: key, in: self.environment)
        } catch {
            self.engine.logger.warning("Failed to send link mail", metadata: .of(error))
            guard let pause = Backoff.pause(after: Self.attempts, error.retry) else { return }
            try await self.engine.database.write { db in
                try MailedLinkRepository().retry(link.id, hash: credential.hash, at: db.now() + pause, in: db)
            }
        }
    }

    /// - Returns: Nil if the address gets no mail.
    private func mail(_ link: MailedLink, _ token: Secret, hasAccount: Bool) -> LinkMail? {
        let publicURL = self.engine.installation.publicURL
        switch link.kind {
        case .signUp where hasAccount: return .accountExists(link.address, at: publicURL)
        // The token is in the fragment, which browsers send neither to servers nor in the Referer.
        case .signUp:
            return .signUp(link.address, at: publicURL, link: "\(publicURL)/signup#confirmation=\(token.revealed)")
        case .passwordReset where hasAccount:
            return .passwordReset(link.address, at: publicURL, link: "\(publicURL)/reset-password#reset=\(token.revealed)")
        // Without an account there is no mail, so that nobody can trigger mails to strangers.
        case .passwordReset: return nil
        }
    }
}
