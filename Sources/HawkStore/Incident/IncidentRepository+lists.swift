package import HawkCore

extension IncidentRepository {
    package func find(_ id: ID<Incident>, of organization: ID<Organization>, in db: any Connection) throws -> Incident? {
        try self.withMonitors(
            db.rows(
                """
                SELECT \(Incident.columns)
                FROM incidents
                WHERE id = \(id) AND organization_id = \(organization)
                """, Incident.init(from:)), in: db
        ).first
    }

    /// Returns how a resolved incident ended.
    /// - Returns: whether a person or a program resolved it, rather than the checks; and the person's name.
    package func resolution(
        of id: ID<Incident>, in db: any Connection
    ) throws -> (byHand: Bool, person: String?) {
        try db.first(
            """
            SELECT resolved_by_hand,
              (
                SELECT users.name
                FROM incident_updates
                LEFT JOIN users ON users.id = incident_updates.author_id
                WHERE incident_id = incidents.id AND incident_updates.status = 'resolved'
                ORDER BY incident_updates.id
                LIMIT 1
              )
            FROM incidents
            WHERE id = \(id)
            """
        ) { (byHand: try $0.next(Bool.self), person: try $0.next(String?.self)) } ?? (byHand: false, person: nil)
    }

    /// - Throws: `OperationError.notFound`.
    package func require(_ id: ID<Incident>, of organization: ID<Organization>, in db: any Connection) throws -> Incident {
        guard let incident = try self.find(id, of: organization, in: db) else { throw OperationError.notFound }
        return incident
    }

    /// Returns the incident with the id of a public link.
    package func find(publicID: String, of organization: ID<Organization>, in db: any Connection) throws -> Incident? {
        guard !publicID.utf8.contains(0) else { return nil }
        return try self.withMonitors(
            db.rows(
                """
                SELECT \(Incident.columns)
                FROM incidents
                WHERE public_id = \(publicID) AND organization_id = \(organization)
                """, Incident.init(from:)), in: db
        ).first
    }

    /// Returns a page of an organization's incidents, newest first.
    /// - Parameter cursor: the last id of the previous page, or nil for the first page.
    package func page(
        of organization: ID<Organization>, matching filter: IncidentFilter = IncidentFilter(),
        before cursor: ID<Incident>? = nil, limit: Int, in db: any Connection
    ) throws -> [Incident] {
        let state: SQL = filter.isOpen.map { $0 ? "AND resolved_at IS NULL" : "AND resolved_at IS NOT NULL" } ?? ""
        let monitor: SQL =
            filter.monitor.map { "AND id IN (SELECT incident_id FROM incident_monitors WHERE monitor_id = \($0))" } ?? ""
        let rows = try db.rows(
            """
            SELECT \(Incident.columns)
            FROM incidents
            WHERE organization_id = \(organization) AND id < \(cursor ?? ID(.max)) \(state) \(monitor)
            ORDER BY id DESC
            LIMIT \(limit)
            """, Incident.init(from:))
        return try self.withMonitors(rows, in: db)
    }

    /// Returns all open incidents of an organization, newest first.
    package func open(of organization: ID<Organization>, in db: any Connection) throws -> [Incident] {
        try self.page(of: organization, matching: IncidentFilter(isOpen: true), limit: .max, in: db)
    }

    /// Returns the incidents of some monitors of an organization that overlap a span of time, newest first.
    package func overlapping(
        _ monitors: [ID<Monitor>], of organization: ID<Organization>, from: Instant, to: Instant, in db: any Connection
    ) throws -> [Incident] {
        let rows = try db.rows(
            """
            SELECT \(Incident.columns)
            FROM incidents
            WHERE organization_id = \(organization)
              AND id IN (SELECT incident_id FROM incident_monitors WHERE monitor_id \(in: monitors))
              AND started_at < \(to) AND (resolved_at IS NULL OR resolved_at > \(from))
            ORDER BY id DESC
            """, Incident.init(from:))
        return try self.withMonitors(rows, in: db)
    }
}
