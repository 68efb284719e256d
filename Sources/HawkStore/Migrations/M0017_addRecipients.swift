extension Migration {
    /// Adds deliveries to one recipient whom the mail server deferred, besides the delivery to the whole channel.
    static let addRecipients = Migration(version: 17, name: "addRecipients") { dialect in
        // '': to every recipient of the channel.
        let column: [SQL] = ["ALTER TABLE deliveries ADD COLUMN recipient TEXT NOT NULL DEFAULT ''"]
        let order: [SQL] = [
            "DROP INDEX deliveries_order",
            """
            CREATE INDEX deliveries_order ON deliveries (channel_id, incident_id, recipient, event_id)
            WHERE status = 'pending'
            """,
        ]
        return column + Migration.onceForEachRecipient(dialect) + order
    }

    /// Allows one delivery of an event to the channel, and one more to each of its separate recipients.
    private static func onceForEachRecipient(_ dialect: Dialect) -> [SQL] {
        switch dialect {
        case .postgreSQL:
            [
                "ALTER TABLE deliveries DROP CONSTRAINT deliveries_event_id_channel_id_key",
                "CREATE UNIQUE INDEX deliveries_once ON deliveries (event_id, channel_id, recipient)",
            ]
        case .sqlite:
            // SQLite cannot drop a constraint, so the table is created again with the additions of the other migrations.
            [
                """
                CREATE TABLE deliveries_anew (
                  id \(.generatedID),
                  organization_id BIGINT NOT NULL REFERENCES organizations (id),
                  event_id BIGINT NOT NULL REFERENCES alert_events (id),
                  channel_id BIGINT NOT NULL REFERENCES channels (id),
                  incident_id BIGINT REFERENCES incidents (id),
                  kind TEXT NOT NULL,
                  key TEXT NOT NULL UNIQUE,
                  status TEXT NOT NULL,
                  attempts BIGINT NOT NULL,
                  not_before BIGINT NOT NULL,
                  held BOOLEAN NOT NULL,
                  claimed_until BIGINT,
                  claimed_by TEXT,
                  last_error TEXT,
                  created_at BIGINT NOT NULL,
                  sent_at BIGINT,
                  recipient TEXT NOT NULL DEFAULT ''
                )
                """,
                """
                INSERT INTO deliveries_anew (
                  id, organization_id, event_id, channel_id, incident_id, kind, key, status, attempts, not_before, held,
                  claimed_until, claimed_by, last_error, created_at, sent_at, recipient
                )
                SELECT id, organization_id, event_id, channel_id, incident_id, kind, key, status, attempts, not_before, held,
                  claimed_until, claimed_by, last_error, created_at, sent_at, recipient
                FROM deliveries
                """,
                "DROP TABLE deliveries",
                "ALTER TABLE deliveries_anew RENAME TO deliveries",
                "CREATE UNIQUE INDEX deliveries_once ON deliveries (event_id, channel_id, recipient)",
                "CREATE INDEX deliveries_organization ON deliveries (organization_id, id)",
                "CREATE INDEX deliveries_order ON deliveries (channel_id, incident_id, id) WHERE status = 'pending'",
                "CREATE INDEX deliveries_next ON deliveries (channel_id, not_before, id) WHERE status = 'pending'",
                """
                CREATE INDEX deliveries_claimed ON deliveries (claimed_until)
                WHERE status = 'pending' AND claimed_until IS NOT NULL
                """,
                "CREATE INDEX deliveries_ended ON deliveries (created_at) WHERE status <> 'pending'",
            ]
        }
    }
}
