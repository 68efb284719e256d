extension Migration {
    /// Data for sharing the senders fairly: slow channels, receivers that requested a delay, and indexes by channel.
    static let addFairSending = Migration(version: 10, name: "addFairSending") { _ in
        [
            // The receiver requested no alert before this instant (Retry-After). null: it did not.
            "ALTER TABLE channels ADD COLUMN waits_until BIGINT",
            // The last send was slow: until this instant, only the senders for slow channels serve the channel. null: it was
            // quick.
            "ALTER TABLE channels ADD COLUMN slow_until BIGINT",
            "DROP INDEX deliveries_due",
            "CREATE INDEX deliveries_next ON deliveries (channel_id, not_before, id) WHERE status = 'pending'",
            "CREATE INDEX deliveries_claimed ON deliveries (claimed_until) WHERE status = 'pending' AND claimed_until IS NOT NULL",
            "DROP INDEX alert_events_unplanned",
            "CREATE INDEX alert_events_unplanned ON alert_events (organization_id, id) WHERE planned_at IS NULL",
        ]
    }
}
