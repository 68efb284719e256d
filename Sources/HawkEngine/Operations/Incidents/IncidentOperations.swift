package import HawkCore
import HawkStore

/// Manages incidents.
package struct IncidentOperations: Sendable {
    let engine: Engine
    let incidents = IncidentRepository()

    package init(_ engine: Engine) { self.engine = engine }

    /// Returns the newest incidents first.
    package func list(
        matching filter: IncidentFilter, before cursor: ID<Incident>?, limit: Int, as principal: Principal
    ) async throws -> [IncidentDetails] {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            let page = try self.incidents.page(
                of: principal.organization, matching: filter, before: cursor, limit: limit, in: db)
            let updates = Dictionary(grouping: try self.incidents.updates(of: page.map(\.id), in: db), by: \.incident)
            let gaps = try OutageGaps(page, at: db.now(), in: db)
            return page.map {
                IncidentDetails(incident: $0, updates: updates[$0.id] ?? [], unmeasured: gaps.unmeasured(of: $0))
            }
        }
    }

    package func find(_ id: ID<Incident>, as principal: Principal) async throws -> IncidentDetails {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in try self.details(of: id, as: principal, in: db) }
    }

    /// Creates an announcement. It is alerted like any other incident.
    package func create(_ draft: ManualIncident, as principal: Principal) async throws -> IncidentDetails {
        try principal.require(.editor)
        var checks = FieldRules()
        let title = checks.line(draft.title, "title", upTo: 200)
        let message = draft.message.map { checks.paragraphs($0, "message", upTo: 5_000) } ?? ""
        checks.require(draft.status != .resolved, "status", "must be investigating, identified or monitoring")
        checks.require(draft.monitors.count <= 100, "monitor_ids", "must contain at most 100 monitors")
        try checks.finish()
        return try await self.change(as: principal) { db in
            try self.engine.requireRoom(for: .incidentsPerDay, of: principal.organization, in: db)
            let now = try db.now()
            try self.requireMonitors(draft.monitors, as: principal, in: db)
            let incident = try self.incidents.open(
                IncidentDraft(
                    organization: principal.organization, title: title, monitors: draft.monitors.withoutRepeats, cause: .manual,
                    severity: draft.severity, status: draft.status, startedAt: now, message: message,
                    isPublic: draft.isPublic), at: now, in: db)
            if !message.isEmpty {
                try self.incidents.append(
                    message, status: draft.status, isPublic: draft.isPublic, author: principal.user, to: incident, at: now,
                    in: db)
            }
            try self.recordAlert(.incidentOpened, incident, at: now, message, in: db)
            try self.audit("create", incident, by: principal, in: db)
            return incident.id
        }
    }

    /// Changes the title and severity of an incident, and whether public pages show an announcement's title.
    /// - Parameter change: Returns the change, given the current incident. Runs in the transaction, and again after a conflict.
    package func update(
        _ id: ID<Incident>, as principal: Principal, _ change: @escaping @Sendable (Incident) throws -> IncidentChange
    ) async throws -> IncidentDetails {
        try principal.require(.editor)
        return try await self.change(as: principal) { db in
            let before = try self.incidents.require(id, of: principal.organization, in: db)
            let wanted = try change(before)
            var incident = before
            // A generated title may exceed the limit for people, and stays valid if unchanged.
            if wanted.title != before.title {
                var checks = FieldRules()
                incident.title = checks.line(wanted.title, "title", upTo: 200)
                try checks.finish()
            }
            incident.severity = wanted.severity
            incident.isPublic = wanted.isPublic
            _ = try self.incidents.update(incident, in: db)
            try self.audit("update", incident, changes: AuditChanges.between(before, incident), by: principal, in: db)
            return id
        }
    }

    /// Runs a change in one transaction.
    func change(
        as principal: Principal, _ body: @escaping @Sendable (any Connection) throws -> ID<Incident>
    ) async throws -> IncidentDetails {
        try await self.engine.rewrite { db in try self.details(of: try body(db), as: principal, in: db) }
    }

    func details(of id: ID<Incident>, as principal: Principal, in db: any Connection) throws -> IncidentDetails {
        let incident = try self.incidents.require(id, of: principal.organization, in: db)
        return IncidentDetails(
            incident: incident, updates: try self.incidents.updates(of: [id], in: db),
            unmeasured: try OutageGaps([incident], at: db.now(), in: db).unmeasured(of: incident))
    }

    /// Writes the alert event. The incident's first monitor decides the channels; without a monitor, the default channels apply.
    func recordAlert(
        _ kind: AlertKind, _ incident: Incident, at now: Instant, _ message: String, in db: any Connection
    ) throws {
        let monitor = incident.monitors.first
        let status = try monitor.flatMap { try MonitorRepository().pulse(of: $0, in: db) }?.status(at: now)
        try AlertEventRepository().insert(
            AlertEventRepository.Draft(
                organization: incident.organization, incident: incident.id, monitor: monitor, kind: kind, occurredAt: now,
                status: status ?? .unknown, reason: incident.reason, message: message), in: db)
    }

    func audit(
        _ action: String, _ incident: Incident, changes: JSONValue? = nil, by principal: Principal, in db: any Connection
    ) throws {
        try self.engine.audit(
            "incident.\(action)", .init("incident", incident.id.rawValue), by: principal,
            details: ["title": .string(incident.title)], changes: changes, in: db)
    }

    private func requireMonitors(_ ids: [ID<Monitor>], as principal: Principal, in db: any Connection) throws {
        let existing = try MonitorRepository().existing(ids, of: principal.organization, in: db)
        let errors = ids.indices.filter { !existing.contains(ids[$0]) }.map {
            FieldError("monitor_ids.\($0)", "is not a monitor of this organization")
        }
        guard errors.isEmpty else { throw OperationError.invalid(errors) }
    }
}
