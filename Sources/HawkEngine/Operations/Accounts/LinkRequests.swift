import HawkChannels
import HawkCore
import HawkStore
import Logging

/// Plans mails with links to addresses that people enter without being signed in.
///
/// The response does not reveal whether the address has an account: only the notifier looks that up.
struct LinkRequests: Sendable {
    private let engine: Engine
    private let links = MailedLinkRepository()

    init(_ engine: Engine) { self.engine = engine }

    /// At the address's limits, no mail is sent; the response is the same. The caller has checked `SignInLimits` for the network.
    ///
    /// - Parameter requireNeed: Throws if this installation does not use such links.
    /// - Throws: `OperationError` with `rateLimited` if the installation as a whole has sent too many mails.
    func request(
        _ kind: MailedLink.Kind, for email: String, requireNeed: @escaping @Sendable (any Connection) throws -> Void
    ) async throws {
        var checks = FieldRules()
        let email = checks.email(email)
        if checks.errors.isEmpty {
            checks.require(MailAddress(email) != nil, "email", "is not a valid e-mail address")
        }
        try checks.finish()
        let hasRoom = try await self.engine.database.write { [links] db in
            try requireNeed(db)
            guard try links.countRequests(since: db.now() - .hours(1), in: db) < MailedLink.perHour else { return false }
            try links.plan(kind, to: email.lowercased(), in: db)
            return true
        }
        guard hasRoom else {
            self.engine.troubles.note(.tooManyLinks)
            throw OperationError(.rateLimited(retryAfter: .minutes(10)), "too many mails were requested: try again later")
        }
    }
}

extension Trouble {
    fileprivate static let tooManyLinks = Trouble(
        .warning, "Refusing to mail links: \(MailedLink.perHour) mails were requested within an hour", ends: nil)
}
