extension Migration {
    /// Prevents repeated alerts about monitors that stay blind.
    static let addBlindSpells = Migration(version: 2, name: "addBlindSpells") { _ in
        [
            // channel_ids as in monitors, '' for null. A row exists while its monitors are blind.
            """
            CREATE TABLE blind_spells (
              organization_id BIGINT NOT NULL REFERENCES organizations (id),
              cause TEXT NOT NULL,
              channel_ids TEXT NOT NULL,
              told_at BIGINT NOT NULL,
              PRIMARY KEY (organization_id, cause, channel_ids)
            ) \(.clustered)
            """
        ]
    }
}
