import HawkChannels
import HawkCore
import HawkStore

/// The mails with links that people request without being signed in.
struct AccountMailQueue: LinkMailQueue {
    /// The pause is long enough for greylisting, but short for a waiting person.
    static let attempts = 5

    let engine: Engine
    private let links = MailedLinkRepository()

    init(_ engine: Engine) { self.engine = engine }

    var isUsed: Bool { self.engine.installation.emailConfigured }

    func kind(of link: MailedLink) -> String { link.kind.rawValue }

    func due(limit: Int, in db: any Connection) throws -> [MailedLink] { try self.links.due(limit: limit, in: db) }

    func claim(_ link: MailedLink, _ credential: Credential, in db: any Connection) throws -> LinkMail? {
        guard try self.links.claim(link, hash: credential.hash, in: db) else { return nil }
        // The account is looked up only here, long after the request was answered.
        let hasAccount = try UserRepository().find(email: link.address, in: db) != nil
        let publicURL = self.engine.installation.publicURL
        let token = credential.secret.revealed
        switch link.kind {
        case .signUp where hasAccount: return .accountExists(link.address, at: publicURL)
        // The token is in the fragment, which browsers send neither to servers nor in the Referer.
        case .signUp: return .signUp(link.address, at: publicURL, link: "\(publicURL)/signup#confirmation=\(token)")
        case .passwordReset where hasAccount:
            return .passwordReset(link.address, at: publicURL, link: "\(publicURL)/reset-password#reset=\(token)")
        // An address without an account gets no mail: a request must not send mail to any address.
        case .passwordReset: return nil
        }
    }

    func retry(_ link: MailedLink, _ credential: Credential, at instant: Instant, in db: any Connection) throws {
        try self.links.retry(link.id, hash: credential.hash, at: instant, in: db)
    }
}
