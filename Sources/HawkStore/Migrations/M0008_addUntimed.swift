extension Migration {
    /// How many successes have no latency. They must not count in a mean that the database computes.
    static let addUntimed = Migration(version: 8, name: "addUntimed") { _ in
        // Jobs that do not report their starts were counted with 0 ms before, and those counts stay.
        [
            "ALTER TABLE hourly_rollups ADD COLUMN untimed BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE daily_rollups ADD COLUMN untimed BIGINT NOT NULL DEFAULT 0",
        ]
    }
}
