extension Migration {
    /// How a monitor gets its results, and the grace period of heartbeat monitors, which was stored as their timeout.
    static let addMonitorKind = Migration(version: 19, name: "addMonitorKind") { _ in
        [
            "ALTER TABLE monitors ADD COLUMN kind TEXT NOT NULL DEFAULT 'polled'",
            "ALTER TABLE monitors ADD COLUMN grace_ms BIGINT NOT NULL DEFAULT 0",
            """
            UPDATE monitors
            SET kind = 'heartbeat', grace_ms = timeout_ms
            WHERE locations = '[]'
            """,
        ]
    }
}
