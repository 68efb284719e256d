extension Migration {
    /// Which addresses are confirmed, and the links that confirm them.
    static let addConfirmedAddresses = Migration(version: 16, name: "addConfirmedAddresses") { _ in
        [
            // null: it is not proven that mail to the address reaches the person.
            "ALTER TABLE users ADD COLUMN email_confirmed_at BIGINT",
            // Existing accounts continue to get alerts.
            "UPDATE users SET email_confirmed_at = created_at",
            // address: in lower case. token_hash: of the last mail, null after its use. mail_at null: none is to be sent.
            // day_count: the requests since day_began_at.
            """
            CREATE TABLE mailed_links (
              id \(.generatedID),
              kind TEXT NOT NULL,
              address TEXT NOT NULL,
              token_hash BYTEA UNIQUE,
              mail_at BIGINT,
              requested_at BIGINT NOT NULL,
              day_began_at BIGINT NOT NULL,
              day_count BIGINT NOT NULL,
              expires_at BIGINT NOT NULL,
              UNIQUE (kind, address)
            )
            """,
            "CREATE INDEX mailed_links_due ON mailed_links (mail_at) WHERE mail_at IS NOT NULL",
            "CREATE INDEX mailed_links_requested ON mailed_links (requested_at)",
            "CREATE INDEX mailed_links_expiry ON mailed_links (expires_at)",
        ]
    }
}
