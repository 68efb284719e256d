package import HawkCore
import HawkStore

extension MonitorOperations {
    /// Stops checking. If the monitor is down, its incident is closed, and one alert says that the pause closed it.
    package func pause(_ id: ID<Monitor>, as principal: Principal) async throws -> MonitorSnapshot {
        try principal.require(.editor)
        return try await self.engine.rewrite { db in
            let heartbeats = try HeartbeatRepository().lock([id], in: db)  // locked first, as in the recording of pings
            let monitor = try self.monitors.require(id, of: principal.organization, in: db)
            let now = try db.now()
            guard try self.monitors.pause(monitor, at: now, in: db) else {
                return try self.snapshot(of: id, as: principal, in: db)
            }
            try self.rest(heartbeats, in: db)
            let closed = try IncidentClosing(monitor, "the monitor was paused").close(at: now, in: db)
            for incident in closed { try self.recordAlertOfPause(incident, of: monitor, at: now, in: db) }
            try self.engine.audit(
                "monitor.pause", .init("monitor", id.rawValue), by: principal,
                details: ["name": .string(monitor.configuration.name)], in: db)
            return try self.snapshot(of: id, as: principal, in: db)
        }
    }

    /// Resumes checking, immediately and then on the grid.
    package func resume(_ id: ID<Monitor>, as principal: Principal) async throws -> MonitorSnapshot {
        try principal.require(.editor)
        return try await self.engine.rewrite { db in
            let heartbeats = try HeartbeatRepository().lock([id], in: db)
            var monitor = try self.monitors.require(id, of: principal.organization, in: db)
            let now = try db.now()
            if try self.monitors.resume(monitor, at: now, in: db) {
                monitor.paused = false
                monitor.effectiveAt = now
                try self.restart(heartbeats, of: monitor, in: db)
                try self.engine.audit(
                    "monitor.resume", .init("monitor", id.rawValue), by: principal,
                    details: ["name": .string(monitor.configuration.name)], in: db)
            }
            return try self.snapshot(of: id, as: principal, in: db)
        }
    }

    private func recordAlertOfPause(_ incident: Incident, of monitor: Monitor, at now: Instant, in db: any Connection) throws {
        try AlertEventRepository().insert(
            AlertEventRepository.Draft(
                organization: monitor.organization, incident: incident.id, monitor: monitor.id, kind: incident.kindOfEnd,
                occurredAt: now, status: .paused, reason: incident.reason,
                message: IncidentClosing.pausedMessage), in: db)
    }
}
