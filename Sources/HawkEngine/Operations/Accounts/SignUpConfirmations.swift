package import HawkCore
import HawkStore

/// Confirms an e-mail address before its account exists, if sign-up is open and the installation has a mail server.
///
/// The response does not reveal whether the address has an account: the notifier looks that up when it sends the mail.
package struct SignUpConfirmations: MailedLinkOperations {
    private let engine: Engine
    private let links: MailedLinks

    package init(_ engine: Engine) {
        self.engine = engine
        self.links = MailedLinks(engine, .signUp, field: "confirmation")
    }

    package var kind: MailedLink.Kind { self.links.kind }

    /// Whether a sign-up without an invitation needs a confirmation.
    package func isNeeded(isFirstRun: Bool) -> Bool { self.engine.confirmsSignUps && !isFirstRun }

    /// - Throws: `OperationError` with `forbidden` if sign-up is not open, `conflict` if no confirmation is needed, and
    ///   `rateLimited` if the installation has sent too many mails.
    package func request(for email: String) async throws {
        try await self.links.request(for: email, requireNeed: self.requireNeed)
    }

    /// - Throws: `OperationError` if the link is invalid or the address has an account.
    package func email(of token: Secret) async throws -> String {
        try await self.engine.database.read { db in
            try self.requireNeed(in: db)
            let link = try self.links.require(token, in: db)
            try self.requireNoAccount(link.address, in: db)
            return link.address
        }
    }

    /// - Returns: The link that confirms the address of a sign-up.
    /// - Throws: `OperationError`. Without a token, before anything about the address is looked up.
    func require(_ token: Secret?, for email: String, in db: any Connection) throws -> MailedLink {
        guard let token else {
            let message = "is required: request a link for your e-mail address first"
            throw OperationError(
                .forbidden, "confirm your e-mail address first: request a link for it",
                errors: [FieldError("confirmation", message)])
        }
        let link = try self.links.require(token, in: db)
        guard link.address.hasSameBytes(as: email.lowercased()) else {
            throw OperationError.invalid("confirmation", "is for another e-mail address")
        }
        // The person has proved that the address is theirs, so the response may reveal its account.
        try self.requireNoAccount(email, in: db)
        return link
    }

    /// Consumes a link, in the transaction that creates the account.
    func use(_ link: MailedLink, _ token: Secret?, in db: any Connection) throws {
        guard let token else { throw self.links.unusable }
        try self.links.use(link, token, in: db)
    }

    static let hasAccount = OperationError(.conflict, "an account with this address already exists: sign in")

    private func requireNoAccount(_ email: String, in db: any Connection) throws {
        if try UserRepository().find(email: email, in: db) != nil { throw Self.hasAccount }
    }

    @Sendable private func requireNeed(in db: any Connection) throws {
        let installation = self.engine.installation
        guard installation.signups == .open else { throw installation.signups.refusal }
        guard installation.emailConfigured else {
            throw OperationError(
                .conflict, "no confirmation is needed because the installation has no mail server: sign up directly")
        }
        guard try !UserRepository().isEmpty(in: db) else {
            throw OperationError(.conflict, "the first account needs no confirmation: sign up directly")
        }
    }
}

extension Installation.Signups {
    /// The error for a sign-up without an invitation, if sign-up is not open.
    var refusal: OperationError {
        switch self {
        case .closed: OperationError(.forbidden, "sign-up is closed on this server")
        case .first, .open: OperationError(.forbidden, "sign-up requires an invitation: ask an administrator")
        }
    }
}
