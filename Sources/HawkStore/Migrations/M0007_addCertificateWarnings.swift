extension Migration {
    /// Certificate warnings.
    static let addCertificateWarnings = Migration(version: 7, name: "addCertificateWarnings") { _ in
        [
            "ALTER TABLE monitor_states ADD COLUMN certificate_incident_id BIGINT",
            // JSON. null: no warning was sent.
            "ALTER TABLE monitor_states ADD COLUMN certificate_watch TEXT",
            // When the chain expires. null: not known for rows from before this migration.
            "ALTER TABLE certificate_chains ADD COLUMN expires_at BIGINT",
        ]
    }
}
