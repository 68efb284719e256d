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
        // In accounts of earlier versions, the key is the address as it was typed, in lower case.
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

    /// - Parameter emailConfirmed: whether it is proven that the person receives mail at the address.
    /// - Throws: `StoreError.unique` if the address is taken.
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

    /// Records that the person receives mail at their address.
    package func confirmEmail(of id: ID<User>, at now: Instant, in db: any Connection) throws {
        try db.execute("UPDATE users SET email_confirmed_at = \(now) WHERE id = \(id) AND email_confirmed_at IS NULL")
    }

    package func setPasswordHash(_ hash: String, of id: ID<User>, in db: any Connection) throws {
        try db.execute("UPDATE users SET password_hash = \(hash) WHERE id = \(id)", changing: .exactlyOne)
    }
}
