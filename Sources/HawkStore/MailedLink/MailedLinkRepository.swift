package import HawkCore

/// The table `mailed_links`: one row for each kind of link and address. The janitor removes expired rows.
package struct MailedLinkRepository: Sendable {
    package init() {}

    private static let columns: SQL = "id, kind, address, mail_at"

    private static func decode(_ row: inout Row) throws -> MailedLink {
        MailedLink(id: try row.next(), kind: try row.next(), address: try row.next(), mailAt: try row.next())
    }

    /// Plans a mail, unless the address has reached its limits. As one statement, only one of several concurrent requests counts.
    /// - Returns: whether a mail is planned.
    @discardableResult
    package func plan(_ kind: MailedLink.Kind, to address: String, in db: any Connection) throws -> Bool {
        let now = try db.now()
        let (lastRequest, lastDay) = (now - MailedLink.perAddress.pause, now - MailedLink.day)
        return try db.execute(
            """
            INSERT INTO mailed_links (kind, address, mail_at, requested_at, day_began_at, day_count, expires_at)
            VALUES (\(kind), \(address), \(now), \(now), \(now), 1, \(now + kind.lifetime))
            ON CONFLICT (kind, address) DO UPDATE
            SET mail_at = excluded.mail_at, requested_at = excluded.requested_at, expires_at = excluded.expires_at,
              day_began_at = CASE WHEN mailed_links.day_began_at <= \(lastDay) THEN excluded.day_began_at
                ELSE mailed_links.day_began_at END,
              day_count = CASE WHEN mailed_links.day_began_at <= \(lastDay) THEN 1 ELSE mailed_links.day_count + 1 END
            WHERE mailed_links.requested_at <= \(lastRequest)
              AND (mailed_links.day_began_at <= \(lastDay) OR mailed_links.day_count < \(MailedLink.perAddress.perDay))
            """) == 1
    }

    /// Returns an upper bound of the mails requested since an instant: an address with a later request counts with its whole day.
    package func countRequests(since instant: Instant, in db: any Connection) throws -> Int {
        try db.first(
            "SELECT CAST(coalesce(sum(day_count), 0) AS BIGINT) FROM mailed_links WHERE requested_at > \(instant)"
        ) { try $0.next() } ?? 0
    }

    /// Returns the mails that are due.
    package func due(limit: Int, in db: any Connection) throws -> [MailedLink] {
        let now = try db.now()
        return try db.rows(
            """
            SELECT \(Self.columns)
            FROM mailed_links
            WHERE mail_at IS NOT NULL AND mail_at <= \(now) AND expires_at > \(now)
            ORDER BY mail_at
            LIMIT \(limit)
            """, Self.decode)
    }

    /// Records that the mail is being sent. Its link replaces the previous one and has the whole lifetime.
    /// - Returns: false if another notifier has claimed it.
    package func claim(_ link: MailedLink, hash: [UInt8], in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE mailed_links
            SET mail_at = NULL, token_hash = \(hash), expires_at = \(db.now() + link.kind.lifetime)
            WHERE id = \(link.id) AND mail_at = \(link.mailAt)
            """) == 1
    }

    /// Plans a failed mail again, unless its link was used nevertheless.
    package func retry(_ id: ID<MailedLink>, hash: [UInt8], at instant: Instant, in db: any Connection) throws {
        try db.execute(
            "UPDATE mailed_links SET mail_at = \(instant) WHERE id = \(id) AND token_hash = \(hash) AND mail_at IS NULL")
    }

    /// Returns the link with the token of the last mail. Nil if it was used or has expired.
    package func find(_ kind: MailedLink.Kind, hash: [UInt8], in db: any Connection) throws -> MailedLink? {
        try db.first(
            """
            SELECT \(Self.columns)
            FROM mailed_links
            WHERE kind = \(kind) AND token_hash = \(hash) AND expires_at > \(db.now())
            """, Self.decode)
    }

    /// Marks a link as used.
    /// - Returns: false if it was used, replaced or has expired meanwhile.
    package func use(_ link: MailedLink, hash: [UInt8], in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE mailed_links
            SET token_hash = NULL
            WHERE id = \(link.id) AND token_hash = \(hash) AND expires_at > \(db.now())
            """) == 1
    }
}
