extension Migration {
    /// Data that quotas count, and indexes for retention.
    static let addQuotas = Migration(version: 13, name: "addQuotas") { _ in
        [
            // null: from before the limit, removed after a day.
            "ALTER TABLE idempotency_keys ADD COLUMN organization_id BIGINT",
            "CREATE INDEX idempotency_keys_organization ON idempotency_keys (organization_id, created_at)",
            "CREATE INDEX incidents_manual ON incidents (organization_id, created_at) WHERE cause = 'manual'",
            "CREATE INDEX deliveries_ended ON deliveries (created_at) WHERE status <> 'pending'",
            "CREATE INDEX alert_events_age ON alert_events (created_at)",
        ]
    }
}
