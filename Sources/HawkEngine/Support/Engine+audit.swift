import HawkCore
import HawkStore

extension Engine {
    /// Writes an audit entry, in the transaction of the change.
    /// - Parameter changes: The result of `AuditChanges`. Nil if nothing existing was changed.
    func audit(
        _ action: String, _ subject: AuditEntry.Subject, by principal: Principal, details: JSONValue = [:],
        changes: JSONValue? = nil, in db: any Connection
    ) throws {
        var details = details
        if let changes { details["changes"] = changes }
        try AuditRepository().insert(
            action, subject, of: principal.organization, by: AuditEntry.Actor(principal.caller), from: principal.origin,
            details: details, at: self.clock.now, in: db)
    }

    /// Writes an entry about a person to the log of each of their organizations.
    /// - Parameter actor: Nil for an unauthenticated caller.
    func audit(
        _ action: String, _ subject: AuditEntry.Subject, of user: ID<User>, by actor: AuditEntry.Actor?,
        from origin: RequestOrigin, details: JSONValue = [:], in db: any Connection
    ) throws {
        for membership in try MembershipRepository().list(of: user, in: db) {
            try AuditRepository().insert(
                action, subject, of: membership.organization.id, by: actor, from: origin, details: details, at: self.clock.now,
                in: db)
        }
    }
}
