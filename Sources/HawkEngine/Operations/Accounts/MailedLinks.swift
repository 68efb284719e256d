import HawkChannels
package import HawkCore
import HawkStore
import Logging

/// What people do with links of one kind that they request by mail without being signed in.
package protocol MailedLinkOperations: Sendable {
    var kind: MailedLink.Kind { get }

    /// Requests a mail with a link for an address. The response does not reveal whether the address has an account, or has
    /// reached its limits. The caller has checked `SignInLimits` for the network.
    /// - Throws: `OperationError` if the installation does not use such links, and with `rateLimited` if it has sent too many
    ///   mails.
    func request(for email: String) async throws
    /// Returns the address that a link is for. The link stays usable.
    /// - Throws: `OperationError` if the link is invalid.
    func email(of token: Secret) async throws -> String
}

/// The stored links of one kind.
struct MailedLinks: Sendable {
    let kind: MailedLink.Kind
    /// The error for a link that is unknown, used, replaced or expired.
    let unusable: OperationError
    private let engine: Engine
    private let repository = MailedLinkRepository()

    /// - Parameter field: The field of requests that contains the token of a link.
    init(_ engine: Engine, _ kind: MailedLink.Kind, field: String) {
        self.engine = engine
        self.kind = kind
        self.unusable = .invalid(field, "is unknown, used, replaced by a later one, or expired: request a new link")
    }

    /// Plans a mail with a link. Only the notifier looks up whether the address has an account. At the address's limits, no mail
    /// is sent.
    ///
    /// - Parameter requireNeed: Throws if this installation does not use such links.
    /// - Throws: `OperationError` with `rateLimited` if the installation as a whole has sent too many mails.
    func request(for email: String, requireNeed: @escaping @Sendable (any Connection) throws -> Void) async throws {
        var checks = FieldRules()
        let email = checks.email(email)
        if checks.errors.isEmpty {
            checks.require(MailAddress(email) != nil, "email", "is not a valid e-mail address")
        }
        try checks.finish()
        let hasRoom = try await self.engine.database.write { [kind, repository] db in
            try requireNeed(db)
            guard try repository.countRequests(since: db.now() - .hours(1), in: db) < MailedLink.perHour else { return false }
            try repository.plan(kind, to: email.lowercased(), in: db)
            return true
        }
        guard hasRoom else {
            self.engine.troubles.record(.tooManyLinks)
            throw OperationError(.rateLimited(retryAfter: .minutes(10)), "too many mails were requested: try again later")
        }
    }

    /// Returns the link with this token.
    /// - Throws: `unusable`.
    func require(_ token: Secret, in db: any Connection) throws -> MailedLink {
        let hash = Credential(presented: token.revealed).hash
        guard let link = try self.repository.find(self.kind, hash: hash, in: db) else { throw self.unusable }
        return link
    }

    /// Marks the link as used.
    /// - Throws: `unusable`.
    func use(_ link: MailedLink, _ token: Secret, in db: any Connection) throws {
        let hash = Credential(presented: token.revealed).hash
        guard try self.repository.use(link, hash: hash, in: db) else { throw self.unusable }
    }
}

extension Trouble {
    fileprivate static let tooManyLinks = Trouble(
        .warning, "Refusing to mail links: \(MailedLink.perHour) mails were requested within an hour", ends: nil)
}
