import HawkBroker
package import HawkCore
import HawkProbes
package import HawkStore

/// What people do with monitors.
package struct MonitorOperations: Sendable {
    let engine: Engine
    let monitors = MonitorRepository()
    let onDemand: OnDemandLimits

    /// Each has limits of its own for checks on demand: a process has one.
    package init(_ engine: Engine) {
        self.engine = engine
        self.onDemand = OnDemandLimits(clock: engine.clock)
    }

    /// A page of the organization's monitors, oldest first: a constant number of queries, however many they are.
    /// - Parameters:
    ///   - status: derived, so it is judged here for every monitor that matches the rest.
    ///   - cursor: only those after it.
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
        let snapshot = try await self.engine.database.write { db in
            try self.engine.requireRoom(for: .monitors, of: principal.organization, in: db)
            try self.requireReferences(of: configuration, as: principal, in: db)
            let monitor = try self.monitors.create(configuration, of: principal.organization, at: try db.now(), in: db)
            if !configuration.isChecked {
                try HeartbeatRepository().insert(Heartbeat(monitor: monitor.id, key: PingKey()), in: db)
            }
            try self.engine.audit(
                "monitor.create", .init("monitor", monitor.id.rawValue), by: principal,
                details: ["name": .string(configuration.name)], in: db)
            return try self.snapshot(of: monitor.id, as: principal, in: db)
        }
        await self.engine.broker.wake(.monitorsChanged)
        return snapshot
    }

    /// Changes what a monitor's owner chooses. A new revision begins, and a check is due at once, where something else is checked.
    /// - Parameter change: makes the draft of the monitor as it is; called within the transaction, and again where someone else was quicker.
    package func update(
        _ id: ID<Monitor>, as principal: Principal, _ change: @escaping @Sendable (Monitor) throws -> MonitorDraft
    ) async throws -> MonitorSnapshot {
        try principal.require(.editor)
        let rules = self.rules(for: principal)
        let (snapshot, closed) = try await self.engine.rewrite { db in
            // First, as whoever records a ping does: no ping is judged by what is being replaced.
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
            _ = try self.monitors.update(edited, in: db)
            if edited.revision != monitor.revision {
                try LocationStateRepository().change(of: id, in: db) { $0.endHolding(at: now) }
                try self.restart(heartbeats, of: edited, in: db)
            }
            let closed =
                configuration.target == monitor.configuration.target
                ? nil : try self.forgetCertificates(of: monitor, at: now, in: db)
            try self.engine.audit(
                "monitor.update", .init("monitor", id.rawValue), by: principal, details: ["name": .string(configuration.name)],
                changes: AuditChanges.between(monitor.configuration, configuration), in: db)
            return (try self.snapshot(of: id, as: principal, in: db), closed)
        }
        await self.engine.broker.wake(.monitorsChanged)
        if let closed {
            await self.engine.broker.wake(.alertsPending)
            await self.engine.broker.publish([LiveEvent(closed, at: self.engine.clock.now)])
        }
        return snapshot
    }

    /// Hides a monitor at once and closes its open incidents: its history goes with retention. Channels that were told of an incident's
    /// beginning are told of this end; no other alert about the monitor is sent any more.
    package func delete(_ id: ID<Monitor>, as principal: Principal) async throws {
        try principal.require(.editor)
        let closed = try await self.engine.database.write { db in
            let monitor = try self.monitors.require(id, of: principal.organization, in: db)
            let now = try db.now()
            // First, as whoever records a ping locks it first.
            try HeartbeatRepository().delete(id, in: db)
            let closed = try IncidentClosing(monitor, "the monitor was deleted").close(at: now, in: db)
            for incident in closed { try self.tellOfDeletion(incident, of: monitor, at: now, in: db) }
            try self.dropAlerts(about: monitor, at: now, in: db)
            try self.monitors.delete(monitor, at: now, in: db)
            try self.engine.audit(
                "monitor.delete", .init("monitor", id.rawValue), by: principal,
                details: ["name": .string(monitor.configuration.name)], in: db)
            return closed
        }
        await self.engine.broker.wake(.monitorsChanged)
        if !closed.isEmpty { await self.engine.broker.wake(.alertsPending) }
        await self.engine.broker.publish(closed.map { LiveEvent($0, at: self.engine.clock.now) })
    }

    func snapshot(of id: ID<Monitor>, as principal: Principal, in db: any Connection) throws -> MonitorSnapshot {
        let monitor = try self.monitors.require(id, of: principal.organization, in: db)
        guard let pulse = try self.monitors.pulse(of: id, in: db) else { throw OperationError.notFound }
        return MonitorSnapshot(self.named(monitor), pulse, for: principal, now: try db.now())
    }

    /// As it is read: with the names of its secret headers and the like.
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

    /// What a monitor names must be the organization's own, and its locations must have runners: one without would leave it
    /// unchecked. What it names already may be gone since.
    func requireReferences(
        of configuration: MonitorConfiguration, by monitor: Monitor? = nil, as principal: Principal, in db: any Connection
    ) throws {
        var checks = FieldChecks()
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

    /// Where runners live, or lived within the last day.
    private func locations(in db: any Connection) throws -> Set<String> {
        let installation = self.engine.installation
        let known = try RunnerRepository().locations(alive: db.now(), in: db).map(\.name)
        return Set(known).union(installation.hasRunner ? [installation.location] : [])
    }
}
