extension Migration {
    /// What the receiver calls a message that it accepted, so that later alerts of the incident can answer or change it.
    static let addMessageReferences = Migration(version: 20, name: "addMessageReferences") { _ in
        [
            "ALTER TABLE deliveries ADD COLUMN reference TEXT",
            "CREATE INDEX deliveries_threads ON deliveries (incident_id, channel_id, event_id) WHERE reference IS NOT NULL",
        ]
    }
}
