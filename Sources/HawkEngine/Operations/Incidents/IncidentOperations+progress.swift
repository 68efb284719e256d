package import HawkCore
import HawkStore

extension IncidentOperations {
    /// Acknowledges an incident. A second call changes nothing.
    package func acknowledge(_ id: ID<Incident>, as principal: Principal) async throws -> IncidentDetails {
        try principal.require(.editor)
        return try await self.change(as: principal) { db in
            let incident = try self.incidents.require(id, of: principal.organization, in: db)
            guard incident.resolvedAt == nil else { throw Self.isResolved }
            let acknowledged = try self.incidents.acknowledge(
                id, of: principal.organization, by: principal.user, at: try db.now(), in: db)
            if acknowledged != nil {
                try self.audit("acknowledge", incident, by: principal, in: db)
            }
            return id
        }
    }

    /// Resolves an incident by hand. If its monitor is still down, no new incident opens until the monitor has been up.
    package func resolve(_ id: ID<Incident>, as principal: Principal) async throws -> IncidentDetails {
        try principal.require(.editor)
        return try await self.change(as: principal) { db in
            let incident = try self.incidents.require(id, of: principal.organization, in: db)
            if incident.resolvedAt == nil {
                try self.resolve(incident, Incident.resolvedByHand, isPublic: false, as: principal, in: db)
            }
            return id
        }
    }

    /// Adds an entry to the timeline, and optionally changes the status.
    /// - Parameter status: Nil keeps the status.
    package func addUpdate(
        _ message: String, status: Incident.Status?, isPublic: Bool, to id: ID<Incident>, as principal: Principal
    ) async throws -> IncidentDetails {
        try principal.require(.editor)
        var checks = FieldRules()
        let message = checks.paragraphs(message, "message", upTo: 5_000)
        checks.require(!message.isEmpty, "message", "must not be empty")
        try checks.finish()
        return try await self.change(as: principal) { [message] db in
            var incident = try self.incidents.require(id, of: principal.organization, in: db)
            let status = status ?? incident.status
            guard incident.resolvedAt == nil || status == .resolved else { throw Self.isResolved }
            if incident.resolvedAt == nil, status == .resolved {
                try self.resolve(incident, message, isPublic: isPublic, as: principal, in: db)
                return id
            }
            if status != incident.status {
                incident.status = status
                incident = try self.incidents.update(incident, in: db)
            }
            try self.incidents.append(
                message, status: status, isPublic: isPublic, author: principal.user, to: incident, at: try db.now(), in: db)
            try self.audit("comment", incident, by: principal, in: db)
            return id
        }
    }

    private static var isResolved: OperationError { OperationError(.conflict, "the incident is resolved") }

    private func resolve(
        _ incident: Incident, _ message: String, isPublic: Bool, as principal: Principal, in db: any Connection
    ) throws {
        let now = try db.now()
        let resolved = try self.incidents.resolve(
            incident.id, of: principal.organization, at: now, byHand: true, in: db)
        guard let resolved else { throw StoreError.conflict }
        try self.incidents.append(
            message, status: .resolved, isPublic: isPublic, author: principal.user, to: resolved, at: now, in: db)
        try self.recordAlert(resolved.kindOfEnd, resolved, at: now, message, in: db)
        try self.audit("resolve", resolved, by: principal, in: db)
    }
}
