extension Migration {
    /// How many successes have no latency: a mean that the database adds up is none of theirs.
    static let addUntimed = Migration(version: 8, name: "addUntimed") { _ in
        // So far those of jobs that do not report their starts were counted with 0 ms, and stay so.
        [
            "ALTER TABLE hourly_rollups ADD COLUMN untimed BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE daily_rollups ADD COLUMN untimed BIGINT NOT NULL DEFAULT 0",
        ]
    }
}
