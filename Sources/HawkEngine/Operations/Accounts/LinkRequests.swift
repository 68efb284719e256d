import HawkChannels
import HawkCore
import HawkStore
import Logging

/// Has mails with links sent to addresses that are entered by people who are not signed in.
///
/// A request only plans a mail, whatever the address. The notifier looks whether the address has an account, so the answer cannot tell.
struct LinkRequests: Sendable {
    private let engine: Engine
    private let links = MailedLinkRepository()

    init(_ engine: Engine) { self.engine = engine }

    /// Where the address has reached its limits no mail is sent, and nothing tells. The caller has asked `SignInLimits` about the network.
    ///
    /// - Parameter requireNeed: throws where such links are not for this installation.
    /// - Throws: `OperationError` with `rateLimited` where the whole installation has sent too many mails.
    func request(
        _ kind: MailedLink.Kind, for email: String, requireNeed: @escaping @Sendable (any Connection) throws -> Void
    ) async throws {
        var checks = FieldChecks()
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
