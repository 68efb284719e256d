extension Migration {
    /// Who has seen an incident.
    static let addAcknowledger = Migration(version: 6, name: "addAcknowledger") { _ in
        // null: nobody yet, or a program.
        ["ALTER TABLE incidents ADD COLUMN acknowledged_by BIGINT REFERENCES users (id)"]
    }
}
