import HawkCore

struct SessionBody: Encodable {
    let id: ID<Session>
    /// Whether this is the session of the request.
    let current: Bool
    let createdAt: Instant
    let lastUsedAt: Instant
    let expiresAt: Instant
    let userAgent: String
    let address: String

    init(_ session: Session, current: ID<Session>) {
        self.id = session.id
        self.current = session.id == current
        self.createdAt = session.createdAt
        self.lastUsedAt = session.lastUsedAt
        self.expiresAt = session.expiresAt
        self.userAgent = session.userAgent
        self.address = session.address
    }
}
