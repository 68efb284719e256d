package import HawkCore
import HawkProbes
import HawkStore

/// Manages monitors.
package struct MonitorOperations: Sendable {
    let engine: Engine
    let monitors = MonitorRepository()
    let onDemand: OnDemandLimits

    /// Creates operations with their own limits for on-demand checks, so a process must create them once.
    package init(_ engine: Engine) {
        self.engine = engine
        self.onDemand = OnDemandLimits(clock: engine.clock)
    }

    /// Returns a page of the organization's monitors, oldest first, with a constant number of queries.
    /// - Parameters:
    ///   - status: Derived, so it is evaluated here for every monitor that matches the other filters.
    ///   - cursor: Only monitors after this one.
    package func list(
        matching filter: MonitorFilter, status: MonitorStatus?, after cursor: ID<Monitor>?, limit: Int, as principal: Principal
    ) async throws -> [MonitorSnapshot] {
        try principal.require(.viewer)
        return try await self.engine.database.read { [monitors] db in
            let now = try db.now()
            let pulses = try monitors.pulses(
                of: principal.organization, matching: filter, after: cursor, limit: status == nil ? limit : nil, in: db)
            let shown = pulses.filter { status == nil || $0.status(at: now) == status }.prefix(limit)
            let found = try monitors.all(shown.map(\.id), in: db)
            return zip(found, shown).map { MonitorSnapshot(self.named($0), $1, for: principal, now: now) }
        }
    }

    package func find(_ id: ID<Monitor>, as principal: Principal) async throws -> MonitorSnapshot {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in try self.snapshot(of: id, as: principal, in: db) }
    }

    package func create(_ draft: MonitorDraft, as principal: Principal) async throws -> MonitorSnapshot {
        try principal.require(.editor)
        let configuration = try self.rules(for: principal).configuration(draft)
        return try await self.engine.database.write { db in
            try self.engine.requireRoom(for: .monitors, of: principal.organization, in: db)
            try self.requireReferences(of: configuration, as: principal, in: db)
            let monitor = try self.monitors.create(configuration, of: principal.organization, at: try db.now(), in: db)
            if configuration.schedule.kind == .heartbeat {
                try HeartbeatRepository().insert(Heartbeat(monitor: monitor.id, key: PingKey()), in: db)
            }
            try self.engine.audit(
                "monitor.create", .init("monitor", monitor.id.rawValue), by: principal,
                details: ["name": .string(configuration.name)], in: db)
            return try self.snapshot(of: monitor.id, as: principal, in: db)
        }
    }

    /// Changes a monitor. If the change affects checks, a new revision begins and a check is due immediately.
    /// - Parameter change: Returns the draft, given the current monitor. Runs in the transaction, and again after a conflict.
    package func update(
        _ id: ID<Monitor>, as principal: Principal, _ change: @escaping @Sendable (Monitor) throws -> MonitorDraft
    ) async throws -> MonitorSnapshot {
        try principal.require(.editor)
        let rules = self.rules(for: principal)
        return try await self.engine.rewrite { db in
            // Locked first, as in the recording of pings: no ping is evaluated by the configuration that is being replaced.
            let heartbeats = try HeartbeatRepository().lock([id], in: db)
            let monitor = try self.monitors.require(id, of: principal.organization, in: db)
            let draft = try change(self.named(monitor))
            guard draft.type == monitor.configuration.type else {
                throw OperationError.invalid("type", "cannot be changed: add a new monitor instead")
            }
            let configuration = try rules.configuration(draft, stored: monitor.configuration)
            try self.requireReferences(of: configuration, by: monitor, as: principal, in: db)
            let now = try db.now()
            let edited = monitor.edited(to: configuration, at: now)
            let stored = try self.monitors.update(edited, in: db)
            if edited.revision != monitor.revision {
                try LocationStateRepository().change(of: id, in: db) { $0.endHolding(at: now) }
                try self.restart(heartbeats, of: edited, in: db)
            }
            if configuration.target != monitor.configuration.target {
                try self.forgetCertificates(of: monitor, at: now, in: db)
            }
            try self.engine.audit(
                "monitor.update", .init("monitor", id.rawValue), by: principal, details: ["name": .string(configuration.name)],
                changes: AuditChanges.between(monitor.configuration, configuration), in: db)
            return try self.snapshot(of: stored, as: principal, in: db)
        }
    }

    /// Hides a monitor immediately and closes its open incidents. The janitor removes its history later. Channels that got the
    /// alert of an incident's start also get the one of its end. All other alerts about the monitor are dropped.
    package func delete(_ id: ID<Monitor>, as principal: Principal) async throws {
        try principal.require(.editor)
        try await self.engine.database.write { db in
            let monitor = try self.monitors.require(id, of: principal.organization, in: db)
            let now = try db.now()
            // First, because the recording of pings locks it first.
            try HeartbeatRepository().delete(id, in: db)
            let closed = try IncidentClosing(monitor, "the monitor was deleted").close(at: now, in: db)
            for incident in closed { try self.recordAlertOfDeletion(incident, of: monitor, at: now, in: db) }
            try self.dropAlerts(about: monitor, at: now, in: db)
            try self.monitors.delete(monitor, at: now, in: db)
            try self.engine.audit(
                "monitor.delete", .init("monitor", id.rawValue), by: principal,
                details: ["name": .string(monitor.configuration.name)], in: db)
        }
    }

    func snapshot(of id: ID<Monitor>, as principal: Principal, in db: any Connection) throws -> MonitorSnapshot {
        try self.snapshot(of: self.monitors.require(id, of: principal.organization, in: db), as: principal, in: db)
    }

    /// - Parameter monitor: As it is stored now.
    private func snapshot(of monitor: Monitor, as principal: Principal, in db: any Connection) throws -> MonitorSnapshot {
        guard let pulse = try self.monitors.pulse(of: monitor.id, in: db) else { throw OperationError.notFound }
        return MonitorSnapshot(self.named(monitor), pulse, for: principal, now: try db.now())
    }

    /// Returns the monitor as it is read: with the names of its secret headers and other secret fields.
    private func named(_ monitor: Monitor) -> Monitor {
        guard let form = self.engine.monitorTypes[monitor.configuration.type]?.form else { return monitor }
        var monitor = monitor
        monitor.configuration.settings = self.secrets(of: monitor.organization).named(
            monitor.configuration.settings, form: form, sealed: monitor.configuration.sealedSettings)
        return monitor
    }

    private func secrets(of organization: ID<Organization>) -> SecretSettings {
        SecretSettings(box: self.engine.secrets, purpose: .monitorSettings, organization: organization)
    }

    func rules(for principal: Principal) -> MonitorRules {
        MonitorRules(
            types: self.engine.monitorTypes, installation: self.engine.installation,
            secrets: self.secrets(of: principal.organization))
    }

    /// Requires that referenced objects belong to the organization and that the locations have runners: without one, there would
    /// be no checks. Existing references are allowed even if their object is gone.
    func requireReferences(
        of configuration: MonitorConfiguration, by monitor: Monitor? = nil, as principal: Principal, in db: any Connection
    ) throws {
        var checks = FieldRules()
        let channels = try ChannelRepository().existing(configuration.channels ?? [], of: principal.organization, in: db)
            .union(monitor?.configuration.channels ?? [])
        for (index, channel) in (configuration.channels ?? []).enumerated() where !channels.contains(channel) {
            checks.require(false, "channel_ids.\(index)", "is not a channel of this organization")
        }
        let monitors = try self.monitors.existing(configuration.dependsOn, of: principal.organization, in: db)
            .union(monitor?.configuration.dependsOn ?? [])
        for (index, id) in configuration.dependsOn.enumerated() {
            checks.require(monitors.contains(id), "depends_on.\(index)", "is not a monitor of this organization")
            checks.require(id != monitor?.id, "depends_on.\(index)", "must not be the monitor itself")
        }
        let locations = try self.locations(in: db)
        let usable = locations.union(monitor?.configuration.locations ?? [])
        for (index, location) in configuration.locations.enumerated() where !usable.contains(location) {
            let others = locations.isEmpty ? "there are none yet" : "available: \(locations.sorted().joined(separator: ", "))"
            checks.require(false, "locations.\(index)", "is not a location with runners; \(others)")
        }
        try checks.finish()
    }

    /// The locations with runners now or within the last day.
    private func locations(in db: any Connection) throws -> Set<String> {
        let installation = self.engine.installation
        let known = try RunnerRepository().locations(alive: db.now(), in: db).map(\.name)
        return Set(known).union(installation.hasRunner ? [installation.location] : [])
    }
}
