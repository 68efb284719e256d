package import HawkCore

extension IncidentRepository {
    /// Returns an organization's announcements without a monitor that overlap a span of time, newest first.
    package func announced(
        of organization: ID<Organization>, from: Instant, to: Instant, in db: any Connection
    ) throws -> [Incident] {
        try db.rows(
            """
            SELECT \(Incident.columns)
            FROM incidents
            WHERE organization_id = \(organization) AND cause = \(Incident.Cause.manual)
              AND started_at < \(to) AND (resolved_at IS NULL OR resolved_at > \(from))
              AND NOT EXISTS (SELECT 1 FROM incident_monitors WHERE incident_id = incidents.id)
            ORDER BY id DESC
            """, Incident.init(from:))
    }
}
