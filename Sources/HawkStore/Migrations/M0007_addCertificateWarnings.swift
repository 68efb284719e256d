extension Migration {
    /// What people are told of certificates.
    static let addCertificateWarnings = Migration(version: 7, name: "addCertificateWarnings") { _ in
        [
            "ALTER TABLE monitor_states ADD COLUMN certificate_incident_id BIGINT",
            // JSON; null: nothing was told so far.
            "ALTER TABLE monitor_states ADD COLUMN certificate_watch TEXT",
            // When the chain is not believed any more; null: not known of what was stored before.
            "ALTER TABLE certificate_chains ADD COLUMN expires_at BIGINT",
        ]
    }
}
