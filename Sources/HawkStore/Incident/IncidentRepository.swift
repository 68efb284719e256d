package import HawkCore

/// `incidents`: problems with a start, a timeline and an end. All changes except `correct` are published as live events.
package struct IncidentRepository: Sendable {
    package init() {}

    package func open(_ draft: IncidentDraft, at now: Instant, in db: any Connection) throws -> Incident {
        let opened = try db.first(
            """
            INSERT INTO incidents (
              public_id, organization_id, title, cause, severity, status, started_at, confirmed_at, resolved_by_hand, reason,
              message, is_public, version, created_at
            )
            VALUES (
              \(Self.makePublicID()), \(draft.organization), \(draft.title.storable), \(draft.cause), \(draft.severity),
              \(draft.status), \(draft.startedAt), \(draft.confirmedAt), FALSE, \(draft.reason), \(draft.message.storable),
              \(draft.isPublic), 1,
              \(now)
            )
            RETURNING \(Incident.columns)
            """, Incident.init(from:))
        guard var incident = opened else { throw StoreError.corrupt(detail: "an inserted incident was not returned") }
        incident.monitors = draft.monitors.sorted()
        let id = incident.id
        try db.execute(
            "INSERT INTO incident_monitors (incident_id, monitor_id) VALUES (\(id), \({ $0 }))", forEach: incident.monitors)
        try self.publish(incident, in: db)
        return incident
    }

    /// Resolves an incident.
    /// - Returns: the incident after the change. Nil if it was already resolved or does not exist.
    package func resolve(
        _ id: ID<Incident>, of organization: ID<Organization>, at instant: Instant, byHand: Bool, in db: any Connection
    ) throws -> Incident? {
        try self.published(
            db.rows(
                """
                UPDATE incidents
                SET status = \(Incident.Status.resolved), resolved_at = \(instant), resolved_by_hand = \(byHand),
                  version = version + 1
                WHERE id = \(id) AND organization_id = \(organization) AND resolved_at IS NULL
                RETURNING \(Incident.columns)
                """, Incident.init(from:)), in: db)
    }

    /// Corrects an incident's instants after late results. An incident that a person resolved keeps its end.
    /// - Parameter resolvedAt: nil to keep the present value.
    package func correct(_ id: ID<Incident>, startedAt: Instant, resolvedAt: Instant?, in db: any Connection) throws {
        let end = resolvedAt ?? Instant(milliseconds: .max)
        try db.execute(
            """
            UPDATE incidents
            SET started_at = \(startedAt),
              resolved_at = CASE
                WHEN resolved_at IS NULL OR resolved_by_hand OR \(resolvedAt == nil) THEN resolved_at
                ELSE \(end)
              END,
              version = version + 1
            WHERE id = \(id)
              AND (started_at <> \(startedAt) OR (resolved_at <> \(end) AND NOT resolved_by_hand AND NOT \(resolvedAt == nil)))
            """)
    }

    /// Records an acknowledgement. A second one changes nothing.
    /// - Parameter user: nil for a program.
    /// - Returns: the incident after the change. Nil if it is already acknowledged or resolved, or does not exist.
    package func acknowledge(
        _ id: ID<Incident>, of organization: ID<Organization>, by user: ID<User>?, at instant: Instant, in db: any Connection
    ) throws -> Incident? {
        try self.published(
            db.rows(
                """
                UPDATE incidents
                SET acknowledged_at = \(instant), acknowledged_by = \(user), version = version + 1
                WHERE id = \(id) AND organization_id = \(organization) AND acknowledged_at IS NULL AND resolved_at IS NULL
                RETURNING \(Incident.columns)
                """, Incident.init(from:)), in: db)
    }

    /// Stores an edited title, status (of an open incident), severity, reason or message.
    /// - Returns: the incident with its new version.
    /// - Throws: `StoreError.conflict` if another change happened since it was read.
    package func update(_ incident: Incident, in db: any Connection) throws -> Incident {
        try db.execute(
            """
            UPDATE incidents
            SET title = \(incident.title.storable), status = \(incident.status), severity = \(incident.severity),
              reason = \(incident.reason), message = \(incident.message.storable), is_public = \(incident.isPublic),
              version = version + 1
            WHERE id = \(incident.id) AND organization_id = \(incident.organization) AND version = \(incident.version)
            """, changing: .exactlyOne)
        try self.publish(incident, in: db)
        var stored = incident
        stored.version += 1
        return stored
    }

    /// Publishes the changed incident, if there is one, and returns it with its monitors.
    private func published(_ changed: [Incident], in db: any Connection) throws -> Incident? {
        guard let incident = try self.withMonitors(changed, in: db).first else { return nil }
        try self.publish(incident, in: db)
        return incident
    }

    func publish(_ incident: Incident, in db: any Connection) throws {
        try db.afterCommit(
            publish: .incident(incident.id, incident.status, monitors: incident.monitors), of: incident.organization)
    }

    /// Returns the incidents with their monitors, each list in id order.
    func withMonitors(_ incidents: [Incident], in db: any Connection) throws -> [Incident] {
        guard !incidents.isEmpty else { return [] }
        var monitors: [ID<Incident>: [ID<Monitor>]] = [:]
        let pairs = try db.rows(
            """
            SELECT incident_id, monitor_id
            FROM incident_monitors
            WHERE incident_id \(in: incidents.map(\.id))
            ORDER BY incident_id, monitor_id
            """
        ) { (try $0.next(ID<Incident>.self), try $0.next(ID<Monitor>.self)) }
        for (incident, monitor) in pairs { monitors[incident, default: []].append(monitor) }
        return incidents.map { incident in
            var incident = incident
            incident.monitors = monitors[incident.id] ?? []
            return incident
        }
    }

    /// Returns twelve of thirty-two unambiguous characters: sixty random bits.
    private static func makePublicID() -> String {
        let signs = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return String((0..<12).map { _ in signs[Int.random(in: signs.indices)] })
    }
}
