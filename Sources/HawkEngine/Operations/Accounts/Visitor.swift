package import HawkCore
package import HawkStore

/// Where somebody signs in from.
package struct Visitor: Sendable {
    /// As the list of sessions shows it.
    package let address: String
    /// What attempts are counted by.
    package let network: String
    package let userAgent: String
    /// What the browser kept from signing in before; nil: nothing.
    package let device: Secret?
    /// Whether only somebody on this very machine can have sent the request.
    package let isLocal: Bool

    package var origin: RequestOrigin { RequestOrigin(address: self.address, userAgent: self.userAgent) }

    package init(address: String, network: String, userAgent: String, device: Secret? = nil, isLocal: Bool = false) {
        self.address = address
        self.network = network
        self.userAgent = userAgent.cut(toBytes: 300)
        self.device = device
        self.isLocal = isLocal
    }
}

/// Somebody who has just signed in.
package struct SignedIn: Sendable {
    package let user: User
    /// In the order of joining.
    package let memberships: [Membership]
    /// What the browser presents from now on.
    package let cookie: Secret
    /// What the browser keeps when the session ends: it is known from now on.
    package let device: Secret
}

extension SignedIn {
    /// Starts a session, in the transaction that let the person in.
    static func start(_ user: User, from visitor: Visitor, engine: Engine, in db: any Connection) throws -> SignedIn {
        let now = engine.clock.now
        let credential = Credential()
        try SessionRepository().insert(
            hash: credential.hash, of: user.id, at: now, expiresAt: now + AuthenticationOperations.idleSessionLifetime,
            userAgent: visitor.userAgent, address: visitor.address, in: db)
        return SignedIn(
            user: user, memberships: try MembershipRepository().list(of: user.id, in: db), cookie: credential.secret,
            device: KnownDevices(engine.secrets).issue(for: user.email, at: now))
    }
}
