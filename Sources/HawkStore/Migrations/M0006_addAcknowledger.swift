extension Migration {
    /// The member who acknowledged an incident.
    static let addAcknowledger = Migration(version: 6, name: "addAcknowledger") { _ in
        // null: not acknowledged, or by a program.
        ["ALTER TABLE incidents ADD COLUMN acknowledged_by BIGINT REFERENCES users (id)"]
    }
}
