extension Migration {
    /// The consent of recipients to an organization's mail from the operator's mail server, if anyone may sign up.
    static let addMailRecipients = Migration(version: 11, name: "addMailRecipients") { _ in
        [
            // address: in lower case. token_hash: of the last consent request. mail_at null: none is to be sent.
            """
            CREATE TABLE mail_recipients (
              id \(.generatedID),
              organization_id BIGINT NOT NULL REFERENCES organizations (id),
              address TEXT NOT NULL,
              state TEXT NOT NULL,
              token_hash BYTEA UNIQUE,
              mail_at BIGINT,
              mailed_at BIGINT,
              confirmed_at BIGINT,
              unsubscribed_at BIGINT,
              created_at BIGINT NOT NULL,
              UNIQUE (organization_id, address)
            )
            """,
            "CREATE INDEX mail_recipients_address ON mail_recipients (address)",
            "CREATE INDEX mail_recipients_due ON mail_recipients (mail_at) WHERE mail_at IS NOT NULL",
        ]
    }
}
