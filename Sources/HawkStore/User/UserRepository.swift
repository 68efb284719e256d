package import HawkCore

/// The table `users`.
package struct UserRepository: Sendable {
    package init() {}

    private static let columns: SQL = "id, email, name, created_at"

    private func decode(_ row: inout Row) throws -> User {
        User(id: try row.next(), email: try row.next(), name: try row.next(), createdAt: try row.next())
    }

    package func isEmpty(in db: any Connection) throws -> Bool {
        try db.first("SELECT id FROM users LIMIT 1") { try $0.next(Int64.self) } == nil
    }

    package func find(_ id: ID<User>, in db: any Connection) throws -> User? {
        try db.first("SELECT \(Self.columns) FROM users WHERE id = \(id)", self.decode)
    }

    package func find(email: String, in db: any Connection) throws -> User? {
        // Accounts of earlier versions have their key as the address was typed.
        try db.first(
            """
            SELECT \(Self.columns)
            FROM users
            WHERE email_key = \(email.addressKey) OR email_key = \(email.lowercased())
            ORDER BY id
            LIMIT 1
            """, self.decode)
    }

    package func passwordHash(of id: ID<User>, in db: any Connection) throws -> String? {
        try db.first("SELECT password_hash FROM users WHERE id = \(id)") { try $0.next() }
    }

    /// - Parameter emailConfirmed: whether the person is known to get the mail of the address.
    /// - Throws: `StoreError.unique` where the address is taken.
    package func insert(
        email: String, emailConfirmed: Bool, name: String, passwordHash: String, at now: Instant, in db: any Connection
    ) throws -> User {
        let confirmedAt: Instant? = emailConfirmed ? now : nil
        let rows = try db.rows(
            """
            INSERT INTO users (email, email_key, email_confirmed_at, name, password_hash, created_at)
            VALUES (\(email), \(email.addressKey), \(confirmedAt), \(name), \(passwordHash), \(now))
            RETURNING \(Self.columns)
            """, self.decode)
        guard let user = rows.first else { throw StoreError.corrupt(detail: "INSERT returned no row") }
        return user
    }

    package func rename(_ id: ID<User>, to name: String, in db: any Connection) throws {
        try db.execute("UPDATE users SET name = \(name) WHERE id = \(id)", changing: .exactlyOne)
    }

    /// Notes that the person gets the mail of their address.
    package func confirmEmail(of id: ID<User>, at now: Instant, in db: any Connection) throws {
        try db.execute("UPDATE users SET email_confirmed_at = \(now) WHERE id = \(id) AND email_confirmed_at IS NULL")
    }

    package func setPasswordHash(_ hash: String, of id: ID<User>, in db: any Connection) throws {
        try db.execute("UPDATE users SET password_hash = \(hash) WHERE id = \(id)", changing: .exactlyOne)
    }
}
