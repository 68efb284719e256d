package import HawkCore
package import HawkStore

/// Where somebody signs in from.
package struct Visitor: Sendable {
    /// As the list of sessions shows it.
    package let address: String
    /// What attempts are counted by.
    package let network: String
    package let userAgent: String
    /// Whether only somebody on this very machine can have sent the request.
    package let isLocal: Bool

    package init(address: String, network: String, userAgent: String, isLocal: Bool = false) {
        self.address = address
        self.network = network
        self.userAgent = String(userAgent.prefix(300))
        self.isLocal = isLocal
    }
}

/// Somebody who has just signed in.
package struct SignedIn: Sendable {
    package let user: User
    /// In the order of their ids.
    package let memberships: [Membership]
    /// What the browser presents from now on.
    package let cookie: Secret
}

extension SignedIn {
    /// Starts a session, in the transaction that let the person in.
    static func start(_ user: User, from visitor: Visitor, at now: Instant, in db: any Connection) throws -> SignedIn {
        let credential = Credential()
        let sessions = SessionRepository()
        try sessions.deleteExpired(at: now, in: db)
        try sessions.insert(
            hash: credential.hash, of: user.id, at: now, expiresAt: now + AuthenticationOperations.idleSessionLifetime,
            userAgent: visitor.userAgent, address: visitor.address, in: db)
        return SignedIn(
            user: user, memberships: try MembershipRepository().list(of: user.id, in: db), cookie: credential.secret)
    }
}
