package import HawkCore

/// Counts what an organization has, to compare it with its quotas.
package struct QuotaRepository: Sendable {
    private static let day = Duration.days(1)

    package init() {}

    /// Returns the organization's present number. Only a transaction that holds the organization's lock may rely on it.
    package func used(
        _ resource: Quotas.Resource, of organization: ID<Organization>, at now: Instant, in db: any Connection
    ) throws -> Int {
        try db.first(self.count(resource, of: organization, at: now)) { try $0.next() } ?? 0
    }

    private func count(_ resource: Quotas.Resource, of organization: ID<Organization>, at now: Instant) -> SQL {
        switch resource {
        case .monitors: "SELECT count(*) FROM monitors WHERE organization_id = \(organization) AND deleted_at IS NULL"
        case .channels: "SELECT count(*) FROM channels WHERE organization_id = \(organization) AND deleted_at IS NULL"
        case .statusPages: "SELECT count(*) FROM status_pages WHERE organization_id = \(organization)"
        case .tokens: "SELECT count(*) FROM tokens WHERE organization_id = \(organization) AND revoked_at IS NULL"
        case .invitations:
            """
            SELECT count(*)
            FROM invitations
            WHERE organization_id = \(organization) AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > \(now)
            """
        case .members: "SELECT count(*) FROM memberships WHERE organization_id = \(organization)"
        case .incidentsPerDay:
            """
            SELECT count(*)
            FROM incidents
            WHERE organization_id = \(organization) AND cause = 'manual' AND created_at > \(now - Self.day)
            """
        case .idempotencyKeys:
            """
            SELECT count(*)
            FROM idempotency_keys
            WHERE organization_id = \(organization) AND created_at > \(now - Self.day)
            """
        }
    }
}
