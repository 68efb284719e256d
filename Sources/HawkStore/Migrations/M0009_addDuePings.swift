extension Migration {
    /// When a heartbeat's next ping is due, whatever its schedule, and which run is under way.
    static let addDuePings = Migration(version: 9, name: "addDuePings") { _ in
        [
            // null: none is waited for.
            "ALTER TABLE heartbeats ADD COLUMN due_at BIGINT",
            // The start of the last run to begin that has not ended; null without one.
            "ALTER TABLE heartbeats ADD COLUMN running_since BIGINT",
            // So far every one was due an interval after its last ping, or after its monitor was changed or resumed.
            """
            UPDATE heartbeats
            SET due_at = (
              SELECT CASE WHEN m.effective_at > heartbeats.settled_at THEN m.effective_at ELSE heartbeats.settled_at END + m.interval_ms
              FROM monitors AS m
              WHERE m.id = heartbeats.monitor_id AND NOT m.paused AND m.deleted_at IS NULL
            )
            WHERE settled_at IS NOT NULL
            """,
        ]
    }
}
