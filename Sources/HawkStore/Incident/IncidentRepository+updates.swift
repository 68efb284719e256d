package import HawkCore

extension IncidentRepository {
    /// Adds an entry to an incident's timeline. The caller must have authorized access to the incident.
    /// - Parameter author: nil if the program writes.
    @discardableResult
    package func append(
        _ message: String, status: Incident.Status, isPublic: Bool, author: ID<User>?, to incident: Incident, at now: Instant,
        in db: any Connection
    ) throws -> IncidentUpdate {
        let update = try db.first(
            """
            INSERT INTO incident_updates (incident_id, status, message, is_public, author_id, created_at)
            VALUES (\(incident.id), \(status), \(message.storable), \(isPublic), \(author), \(now))
            RETURNING \(IncidentUpdate.columns)
            """, IncidentUpdate.init(from:))
        guard let update else { throw StoreError.corrupt(detail: "an inserted update was not returned") }
        try self.publish(incident, in: db)
        return update
    }

    /// Returns the timelines of some incidents, each oldest first.
    package func updates(of incidents: [ID<Incident>], in db: any Connection) throws -> [IncidentUpdate] {
        try db.rows(
            """
            SELECT \(IncidentUpdate.columns)
            FROM incident_updates
            WHERE incident_id \(in: incidents)
            ORDER BY incident_id, id
            """, IncidentUpdate.init(from:))
    }
}

extension IncidentUpdate {
    fileprivate static let columns: SQL = "id, incident_id, status, message, is_public, author_id, created_at"

    fileprivate init(from row: inout Row) throws {
        self.init(
            id: try row.next(), incident: try row.next(), status: try row.next(), message: try row.next(),
            isPublic: try row.next(), author: try row.next(), createdAt: try row.next())
    }
}
