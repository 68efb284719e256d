package import HawkCore

/// The table `mail_recipients`: one row for each address to which an organization's channels send through the operator's server.
package struct MailRecipientRepository: Sendable {
    package init() {}

    private static let columns: SQL = "id, organization_id, address, state, mail_at, mailed_at"

    private static func decode(_ row: inout Row) throws -> MailRecipient {
        MailRecipient(
            id: try row.next(), organization: try row.next(), address: try row.next(), state: try row.next(),
            mailAt: try row.next(), mailedAt: try row.next())
    }

    /// Returns the rows that exist for these addresses.
    package func list(
        _ addresses: [String], of organization: ID<Organization>, in db: any Connection
    ) throws -> [MailRecipient] {
        guard !addresses.isEmpty else { return [] }
        return try db.rows(
            """
            SELECT \(Self.columns)
            FROM mail_recipients
            WHERE organization_id = \(organization) AND address \(in: addresses)
            """, Self.decode)
    }

    package func find(_ id: ID<MailRecipient>, in db: any Connection) throws -> MailRecipient? {
        try db.first("SELECT \(Self.columns) FROM mail_recipients WHERE id = \(id)", Self.decode)
    }

    /// Returns the recipient with the token of the last consent request.
    package func find(hash: [UInt8], in db: any Connection) throws -> MailRecipient? {
        try db.first("SELECT \(Self.columns) FROM mail_recipients WHERE token_hash = \(hash)", Self.decode)
    }

    package func countPending(of organization: ID<Organization>, in db: any Connection) throws -> Int {
        try db.first(
            "SELECT count(*) FROM mail_recipients WHERE organization_id = \(organization) AND state = \(MailRecipient.State.pending)"
        ) { try $0.next() } ?? 0
    }

    /// Adds an address that has not answered. An existing one stays unchanged.
    package func insert(_ address: String, of organization: ID<Organization>, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO mail_recipients (organization_id, address, state, created_at)
            VALUES (\(organization), \(address), \(MailRecipient.State.pending), \(db.now()))
            ON CONFLICT (organization_id, address) DO NOTHING
            """)
    }

    /// Returns when the last consent request to an address was sent or will be sent, for any organization.
    package func lastMail(to address: String, in db: any Connection) throws -> Instant? {
        try db.first("SELECT max(coalesce(mail_at, mailed_at)) FROM mail_recipients WHERE address = \(address)") {
            try $0.next(Instant?.self)
        } ?? nil
    }

    /// Returns when the last consent requests of an organization were sent or will be sent, newest first.
    package func lastMails(of organization: ID<Organization>, limit: Int, in db: any Connection) throws -> [Instant] {
        try db.rows(
            """
            SELECT coalesce(mail_at, mailed_at) AS asked_at
            FROM mail_recipients
            WHERE organization_id = \(organization) AND coalesce(mail_at, mailed_at) IS NOT NULL
            ORDER BY asked_at DESC
            LIMIT \(limit)
            """
        ) { try $0.next() }
    }

    /// Schedules the consent request for an instant.
    package func schedule(_ id: ID<MailRecipient>, at instant: Instant, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE mail_recipients
            SET mail_at = \(instant)
            WHERE id = \(id) AND state = \(MailRecipient.State.pending) AND mail_at IS NULL
            """)
    }

    /// Returns the recipients whose consent request is due.
    package func due(limit: Int, in db: any Connection) throws -> [MailRecipient] {
        try db.rows(
            """
            SELECT \(Self.columns)
            FROM mail_recipients
            WHERE mail_at IS NOT NULL AND mail_at <= \(db.now()) AND state = \(MailRecipient.State.pending)
            ORDER BY mail_at
            LIMIT \(limit)
            """, Self.decode)
    }

    /// Records that the request is being sent, with a new token.
    /// - Returns: false if another notifier has claimed it.
    package func claim(_ recipient: MailRecipient, hash: [UInt8], in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE mail_recipients
            SET mail_at = NULL, mailed_at = \(db.now()), token_hash = \(hash)
            WHERE id = \(recipient.id) AND mail_at = \(recipient.mailAt) AND state = \(MailRecipient.State.pending)
            """) == 1
    }

    /// Records the recipient's consent.
    package func confirm(_ id: ID<MailRecipient>, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE mail_recipients
            SET state = \(MailRecipient.State.confirmed), confirmed_at = \(db.now()), mail_at = NULL
            WHERE id = \(id) AND state <> \(MailRecipient.State.confirmed)
            """)
    }

    /// Records that the recipient refuses further mail from the organization.
    package func unsubscribe(_ id: ID<MailRecipient>, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE mail_recipients
            SET state = \(MailRecipient.State.unsubscribed), unsubscribed_at = \(db.now()), mail_at = NULL
            WHERE id = \(id) AND state <> \(MailRecipient.State.unsubscribed)
            """)
    }
}
