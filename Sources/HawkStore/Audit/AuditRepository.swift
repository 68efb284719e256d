package import HawkCore

/// The append-only table `audit`.
package struct AuditRepository: Sendable {
    package init() {}

    /// - Parameter actor: nil for the command line or the program itself.
    package func insert(
        _ action: String, _ subject: AuditEntry.Subject, of organization: ID<Organization>, by actor: AuditEntry.Actor?,
        from origin: RequestOrigin? = nil, details: JSONValue, at now: Instant, in db: any Connection
    ) throws {
        var user: ID<User>?
        var token: ID<APIToken>?
        switch actor {
        case .user(let id): user = id
        case .token(let id): token = id
        case nil: break
        }
        try db.execute(
            """
            INSERT INTO audit (
              organization_id, at, user_id, token_id, token_name, address, user_agent, action, subject_type, subject_id, details
            )
            VALUES (
              \(organization), \(now), \(user), \(token), (SELECT name FROM tokens WHERE id = \(token)), \(origin?.address.storable),
              \(origin?.userAgent.storable), \(action), \(subject.type), \(subject.id), \(JSONText(details))
            )
            """)
    }

    /// Returns entries, newest first.
    package func list(
        of organization: ID<Organization>, before: Int64?, limit: Int, in db: any Connection
    ) throws -> [AuditEntry] {
        try db.rows(
            """
            SELECT a.id, a.at, a.user_id, u.email, a.token_id, a.token_name, a.address, a.user_agent, a.action,
              a.subject_type, a.subject_id, a.details
            FROM audit a LEFT JOIN users u ON u.id = a.user_id
            WHERE a.organization_id = \(organization) AND a.id < \(before ?? .max)
            ORDER BY a.id DESC
            LIMIT \(limit)
            """
        ) { row in
            let (id, at): (Int64, Instant) = (try row.next(), try row.next())
            let (user, email): (ID<User>?, String?) = (try row.next(), try row.next())
            let (token, tokenName): (ID<APIToken>?, String?) = (try row.next(), try row.next())
            let (address, userAgent): (String?, String?) = (try row.next(), try row.next())
            return AuditEntry(
                id: id, at: at, actor: user.map(AuditEntry.Actor.user) ?? token.map(AuditEntry.Actor.token), email: email,
                tokenName: tokenName, origin: address.map { RequestOrigin(address: $0, userAgent: userAgent ?? "") },
                action: try row.next(), subject: AuditEntry.Subject(try row.next(), try row.next()),
                details: try row.next(JSONText<JSONValue>.self).value)
        }
    }
}
