package import HawkCore
import HawkStore

/// Confirms an e-mail address before its account exists, where anyone may sign up and the installation has a mail server.
///
/// A request only plans a mail. The notifier sends it and looks whether the address has an account, so the answer cannot tell.
package struct SignUpConfirmations: Sendable {
    private let engine: Engine
    private let links = MailedLinkRepository()

    package init(_ engine: Engine) { self.engine = engine }

    /// Whether a sign-up without an invitation needs a confirmation.
    package func isNeeded(isFirstRun: Bool) -> Bool { self.engine.confirmsSignUps && !isFirstRun }

    /// Has a mail with a link sent to an address. Where the address has reached its limits none is sent, and nothing tells.
    ///
    /// The caller has asked `SignInLimits` about the network.
    /// - Throws: `OperationError` with `forbidden` where not anyone may sign up, `conflict` where no confirmation is needed, and
    ///   `rateLimited` where the whole installation has sent too many mails.
    package func request(for email: String) async throws {
        try await LinkRequests(self.engine).request(.signUp, for: email, requireNeed: self.requireNeed)
    }

    /// The address that a link confirms. The link can still be used.
    ///
    /// - Throws: `OperationError` where the link cannot be used, or the address has an account.
    package func email(of token: Secret) async throws -> String {
        try await self.engine.database.read { db in
            try self.requireNeed(in: db)
            let link = try self.require(Credential(presented: token.revealed), in: db)
            try self.requireNoAccount(link.address, in: db)
            return link.address
        }
    }

    /// - Returns: the link that confirms the address of a sign-up.
    /// - Throws: `OperationError`; without a link before anything is looked up about the address.
    func require(_ token: Secret?, for email: String, in db: any Connection) throws -> MailedLink {
        guard let token else {
            let message = "is required: request a link for your e-mail address first"
            throw OperationError(
                .forbidden, "confirm your e-mail address first: request a link for it",
                errors: [FieldError("confirmation", message)])
        }
        let link = try self.require(Credential(presented: token.revealed), in: db)
        guard link.address.hasSameBytes(as: email.lowercased()) else {
            throw OperationError.invalid("confirmation", "is for another e-mail address")
        }
        // The person has shown that the address is theirs, so they may know.
        try self.requireNoAccount(email, in: db)
        return link
    }

    /// Uses a link up, in the transaction that creates the account.
    func use(_ link: MailedLink, _ token: Secret?, in db: any Connection) throws {
        guard let token, try self.links.use(link, hash: Credential(presented: token.revealed).hash, in: db) else {
            throw Self.unusable
        }
    }

    static let hasAccount = OperationError(.conflict, "an account with this address already exists: sign in")

    private static let unusable = OperationError.invalid(
        "confirmation", "is unknown, used, replaced by a later one, or expired: request a new link")

    private func require(_ credential: Credential, in db: any Connection) throws -> MailedLink {
        guard let link = try self.links.find(.signUp, hash: credential.hash, in: db) else { throw Self.unusable }
        return link
    }

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
    /// The answer to a sign-up without an invitation, where not anyone may sign up.
    var refusal: OperationError {
        switch self {
        case .closed: OperationError(.forbidden, "sign-up is closed on this server")
        case .first, .open: OperationError(.forbidden, "sign-up requires an invitation: ask an administrator")
        }
    }
}
