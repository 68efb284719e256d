extension Migration {
    /// What keeps a lasting blindness from being told again and again.
    static let addBlindSpells = Migration(version: 2, name: "addBlindSpells") { _ in
        [
            // channel_ids as in monitors, '' for null. A row is there while its monitors are blind.
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
