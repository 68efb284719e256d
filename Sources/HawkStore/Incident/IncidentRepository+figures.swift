package import HawkCore

extension IncidentRepository {
    /// Returns the periods of a monitor's incidents with one cause that overlap a span of time, oldest first.
    package func spans(
        of monitor: ID<Monitor>, cause: Incident.Cause, touching range: Range<Instant>, in db: any Connection
    ) throws -> [TimeSpan] {
        try db.rows(
            """
            SELECT started_at, resolved_at
            FROM incidents
            WHERE id IN (SELECT incident_id FROM incident_monitors WHERE monitor_id = \(monitor))
              AND cause = \(cause) AND started_at < \(range.upperBound)
              AND (resolved_at IS NULL OR resolved_at > \(range.lowerBound))
            ORDER BY started_at
            """
        ) { TimeSpan(start: try $0.next(), end: try $0.next()) }
    }

    package func openCount(of organization: ID<Organization>, in db: any Connection) throws -> Int {
        try db.first("SELECT count(*) FROM incidents WHERE organization_id = \(organization) AND resolved_at IS NULL") {
            try $0.next()
        } ?? 0
    }

    /// Returns the last outages of an organization, newest first.
    package func outages(of organization: ID<Organization>, limit: Int, in db: any Connection) throws -> [Incident] {
        let rows = try db.rows(
            """
            SELECT \(Incident.columns)
            FROM incidents
            WHERE organization_id = \(organization) AND cause = \(Incident.Cause.check)
            ORDER BY id DESC
            LIMIT \(limit)
            """, Incident.init(from:))
        return try self.withMonitors(rows, in: db)
    }
}
