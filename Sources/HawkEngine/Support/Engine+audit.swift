import HawkCore
import HawkStore

extension Engine {
    /// Writes a line of the audit log, in the transaction of the change itself.
    /// - Parameter changes: what `AuditChanges` found; nil: nothing that existed was changed.
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

    /// Writes about a person into the log of every organization that they belong to.
    /// - Parameter actor: nil: somebody who did not prove who they are.
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
