package import HawkCore
import HawkStore

/// The client of a sign-in request.
package struct Visitor: Sendable {
    /// As shown in the list of sessions.
    package let address: String
    /// The key by which attempts are counted.
    package let network: String
    package let userAgent: String
    /// The device value that the browser kept from an earlier sign-in. Nil if it has none.
    package let device: Secret?
    /// Whether the request can only come from this machine.
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

/// The result of a sign-in.
package struct SignedIn: Sendable {
    package let user: User
    /// In order of joining.
    package let memberships: [Membership]
    /// The session cookie for the browser.
    package let cookie: Secret
    /// The device value that the browser keeps after the session ends.
    package let device: Secret
}

extension SignedIn {
    /// Starts a session, in the transaction that authenticated the person.
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
