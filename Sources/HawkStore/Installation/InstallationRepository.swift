/// `installation`: facts of the installation as a whole, such as its id.
package struct InstallationRepository: Sendable {
    package init() {}

    package func find(_ key: String, in db: any Connection) throws -> String? {
        try db.first("SELECT value FROM installation WHERE key = \(key)") { try $0.next() }
    }

    package func set(_ key: String, to value: String, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO installation (key, value)
            VALUES (\(key), \(value))
            ON CONFLICT (key) DO UPDATE SET value = excluded.value
            """)
    }

    /// Sets a value if it is not set.
    /// - Returns: the value in force. Two concurrent callers get the same one.
    package func establish(_ key: String, as value: String, in db: any Connection) throws -> String {
        try db.execute("INSERT INTO installation (key, value) VALUES (\(key), \(value)) ON CONFLICT (key) DO NOTHING")
        return try self.find(key, in: db) ?? value
    }

    package func remove(_ key: String, in db: any Connection) throws {
        try db.execute("DELETE FROM installation WHERE key = \(key)")
    }
}
