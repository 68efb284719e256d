extension Migration {
    /// When a heartbeat monitor's next ping is due with any schedule, and which run is in progress.
    static let addDuePings = Migration(version: 9, name: "addDuePings") { _ in
        [
            // null: no ping is expected.
            "ALTER TABLE heartbeats ADD COLUMN due_at BIGINT",
            // The start of the latest run that has not ended. null without one.
            "ALTER TABLE heartbeats ADD COLUMN running_since BIGINT",
            // Before, every ping was due an interval after the last one, or after the monitor was changed or resumed.
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
