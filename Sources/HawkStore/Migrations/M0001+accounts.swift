extension M0001 {
    static let accounts: [SQL] = [
        // Facts of the installation as a whole, such as its id.
        """
        CREATE TABLE installation (
          key TEXT PRIMARY KEY,
          value TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE organizations (
          id \(.generatedID),
          name TEXT NOT NULL,
          created_at BIGINT NOT NULL
        )
        """,
        // email_key is the address in lower case.
        """
        CREATE TABLE users (
          id \(.generatedID),
          email TEXT NOT NULL,
          email_key TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          password_hash TEXT NOT NULL,
          created_at BIGINT NOT NULL
        )
        """,
        """
        CREATE TABLE memberships (
          organization_id BIGINT NOT NULL REFERENCES organizations (id),
          user_id BIGINT NOT NULL REFERENCES users (id),
          role TEXT NOT NULL,
          created_at BIGINT NOT NULL,
          PRIMARY KEY (organization_id, user_id)
        )
        """,
        "CREATE INDEX memberships_user ON memberships (user_id)",
        """
        CREATE TABLE invitations (
          id \(.generatedID),
          organization_id BIGINT NOT NULL REFERENCES organizations (id),
          email TEXT NOT NULL,
          role TEXT NOT NULL,
          token_hash BYTEA NOT NULL UNIQUE,
          created_by BIGINT REFERENCES users (id),
          created_at BIGINT NOT NULL,
          expires_at BIGINT NOT NULL,
          accepted_at BIGINT,
          revoked_at BIGINT
        )
        """,
        "CREATE INDEX invitations_organization ON invitations (organization_id, id)",
        """
        CREATE TABLE sessions (
          id \(.generatedID),
          user_id BIGINT NOT NULL REFERENCES users (id),
          token_hash BYTEA NOT NULL UNIQUE,
          created_at BIGINT NOT NULL,
          last_used_at BIGINT NOT NULL,
          expires_at BIGINT NOT NULL,
          user_agent TEXT NOT NULL,
          address TEXT NOT NULL
        )
        """,
        "CREATE INDEX sessions_user ON sessions (user_id, id)",
        "CREATE INDEX sessions_expiry ON sessions (expires_at)",
        // prefix: the start of the token, so that a person can identify it.
        """
        CREATE TABLE tokens (
          id \(.generatedID),
          organization_id BIGINT NOT NULL REFERENCES organizations (id),
          name TEXT NOT NULL,
          role TEXT NOT NULL,
          token_hash BYTEA NOT NULL UNIQUE,
          prefix TEXT NOT NULL,
          created_by BIGINT REFERENCES users (id),
          created_at BIGINT NOT NULL,
          last_used_at BIGINT,
          expires_at BIGINT,
          revoked_at BIGINT
        )
        """,
        "CREATE INDEX tokens_organization ON tokens (organization_id, id)",
        // Without user and token: the command line, or the program itself.
        """
        CREATE TABLE audit (
          id \(.generatedID),
          organization_id BIGINT NOT NULL REFERENCES organizations (id),
          at BIGINT NOT NULL,
          user_id BIGINT,
          token_id BIGINT,
          action TEXT NOT NULL,
          subject_type TEXT NOT NULL,
          subject_id BIGINT,
          details TEXT NOT NULL
        )
        """,
        "CREATE INDEX audit_organization ON audit (organization_id, id)",
        // scope: the owner of the key, such as a user in an organization. status is null until the first request has a response.
        """
        CREATE TABLE idempotency_keys (
          scope TEXT NOT NULL,
          key TEXT NOT NULL,
          request_hash BYTEA NOT NULL,
          status BIGINT,
          content_type TEXT,
          location TEXT,
          body BYTEA,
          created_at BIGINT NOT NULL,
          PRIMARY KEY (scope, key)
        )
        """,
        "CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at)",
    ]

    /// Makes the audit log append-only.
    static func appendOnlyAudit(_ dialect: Dialect) -> [SQL] {
        switch dialect {
        case .sqlite:
            [
                """
                CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON audit
                BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
                """,
                """
                CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit
                BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
                """,
            ]
        case .postgreSQL:
            [
                """
                CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
                """,
                """
                CREATE TRIGGER audit_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
                """,
            ]
        }
    }
}
