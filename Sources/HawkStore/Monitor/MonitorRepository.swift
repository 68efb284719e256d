package import HawkCore

/// `monitors`. Deleted ones stay as rows for their history, and are returned only where documented. A change wakes the scheduler.
package struct MonitorRepository: Sendable {
    package init() {}

    package func create(
        _ configuration: MonitorConfiguration, of organization: ID<Organization>, at now: Instant, in db: any Connection
    ) throws -> Monitor {
        let schedule = configuration.schedule.row
        let created = try db.first(
            """
            INSERT INTO monitors (
              organization_id, name, type, target, \(MonitorSchedule.columns), recovery_confirmations, locations, quorum, settings, sealed_settings, anomaly, tags, group_name, depends_on,
              channel_ids, search_key, tags_key, paused, revision, version, created_at, updated_at, effective_at
            )
            VALUES (
              \(organization), \(configuration.name), \(configuration.type), \(configuration.target),
              \(schedule.kind), \(schedule.interval), \(schedule.timeout), \(schedule.confirmations),
              \(schedule.confirmationDelay), \(schedule.grace), \(configuration.recoveryConfirmations),
              \(JSONText(configuration.locations)), \(configuration.quorum), \(JSONText(configuration.settings)),
              \(configuration.sealedSettings), \(JSONText(configuration.anomaly)), \(JSONText(configuration.tags)),
              \(configuration.group), \(JSONText(configuration.dependsOn)), \(configuration.channels.map(JSONText.init)),
              \(configuration.searchKey), \(configuration.tagsKey), FALSE, 1, 1, \(now), \(now), \(now)
            )
            RETURNING \(Monitor.columns)
            """, Monitor.init(from:))
        guard let created else { throw StoreError.corrupt(detail: "an inserted monitor was not returned") }
        db.afterCommit(.wake(.monitorsChanged))
        return created
    }

    package func find(_ id: ID<Monitor>, of organization: ID<Organization>, in db: any Connection) throws -> Monitor? {
        try db.first(
            """
            SELECT \(Monitor.columns)
            FROM monitors
            WHERE id = \(id) AND organization_id = \(organization) AND deleted_at IS NULL
            """, Monitor.init(from:))
    }

    /// - Throws: `OperationError.notFound`.
    package func require(_ id: ID<Monitor>, of organization: ID<Organization>, in db: any Connection) throws -> Monitor {
        guard let monitor = try self.find(id, of: organization, in: db) else { throw OperationError.notFound }
        return monitor
    }

    /// Stores an edited monitor, `Monitor.edited(to:at:)`.
    /// - Returns: the monitor with its new version.
    /// - Throws: `StoreError.conflict` if another change or a deletion happened since it was read.
    package func update(_ monitor: Monitor, in db: any Connection) throws -> Monitor {
        let configuration = monitor.configuration
        let schedule = configuration.schedule.row
        try db.execute(
            """
            UPDATE monitors
            SET name = \(configuration.name), type = \(configuration.type), target = \(configuration.target),
              kind = \(schedule.kind), interval_ms = \(schedule.interval), timeout_ms = \(schedule.timeout),
              confirmations = \(schedule.confirmations), confirmation_delay_ms = \(schedule.confirmationDelay),
              grace_ms = \(schedule.grace),
              recovery_confirmations = \(configuration.recoveryConfirmations),
              locations = \(JSONText(configuration.locations)), quorum = \(configuration.quorum),
              settings = \(JSONText(configuration.settings)), sealed_settings = \(configuration.sealedSettings),
              anomaly = \(JSONText(configuration.anomaly)), tags = \(JSONText(configuration.tags)),
              group_name = \(configuration.group), depends_on = \(JSONText(configuration.dependsOn)),
              channel_ids = \(configuration.channels.map(JSONText.init)), search_key = \(configuration.searchKey),
              tags_key = \(configuration.tagsKey), revision = \(monitor.revision), effective_at = \(monitor.effectiveAt),
              updated_at = \(monitor.updatedAt), version = version + 1
            WHERE id = \(monitor.id) AND organization_id = \(monitor.organization) AND version = \(monitor.version)
              AND deleted_at IS NULL
            """, changing: .exactlyOne)
        db.afterCommit(.wake(.monitorsChanged))
        var stored = monitor
        stored.version += 1
        return stored
    }

    /// Pauses a monitor and begins an interval of `pauses`. Does nothing if it is paused.
    /// - Returns: whether it changed.
    /// - Throws: `StoreError.conflict` if another change or a deletion happened since it was read.
    @discardableResult
    package func pause(_ monitor: Monitor, at now: Instant, in db: any Connection) throws -> Bool {
        guard !monitor.paused else { return false }
        try db.execute(
            """
            UPDATE monitors
            SET paused = TRUE, updated_at = \(now), version = version + 1
            WHERE id = \(monitor.id) AND organization_id = \(monitor.organization) AND version = \(monitor.version)
              AND deleted_at IS NULL
            """, changing: .exactlyOne)
        try db.execute(
            """
            INSERT INTO pauses (monitor_id, from_at, until_at)
            VALUES (\(monitor.id), \(now), NULL)
            ON CONFLICT (monitor_id, from_at) DO UPDATE SET until_at = NULL
            """)
        db.afterCommit(.wake(.monitorsChanged))
        return true
    }

    /// Resumes a monitor, which is then due at once, and ends its interval of `pauses`. Does nothing if it is not paused.
    /// - Returns: whether it changed.
    /// - Throws: `StoreError.conflict` if another change or a deletion happened since it was read.
    @discardableResult
    package func resume(_ monitor: Monitor, at now: Instant, in db: any Connection) throws -> Bool {
        guard monitor.paused else { return false }
        try db.execute(
            """
            UPDATE monitors
            SET paused = FALSE, effective_at = \(now), updated_at = \(now), version = version + 1
            WHERE id = \(monitor.id) AND organization_id = \(monitor.organization) AND version = \(monitor.version)
              AND deleted_at IS NULL
            """, changing: .exactlyOne)
        try db.execute("UPDATE pauses SET until_at = \(now) WHERE monitor_id = \(monitor.id) AND until_at IS NULL")
        db.afterCommit(.wake(.monitorsChanged))
        return true
    }

    /// Hides a monitor permanently. Its secrets are deleted at once, its history by retention.
    /// - Throws: `StoreError.conflict` if another change or a deletion happened since it was read.
    package func delete(_ monitor: Monitor, at now: Instant, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE monitors
            SET deleted_at = \(now), updated_at = \(now), sealed_settings = NULL, version = version + 1
            WHERE id = \(monitor.id) AND organization_id = \(monitor.organization) AND version = \(monitor.version)
              AND deleted_at IS NULL
            """, changing: .exactlyOne)
        db.afterCommit(.wake(.monitorsChanged))
    }
}
