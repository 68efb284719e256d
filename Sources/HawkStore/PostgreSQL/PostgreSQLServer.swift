/// The requirements for a server and for our permissions on it.
package struct PostgreSQLServer: Sendable {
    private static let oldest = 14

    /// In libpq's format: 150004 is 15.4.
    package let version: Int
    package let encoding: String
    package let user: String
    /// The schema in which tables are created. Nil if there is none.
    package let schema: String?
    package let mayCreate: Bool

    package init(version: Int, encoding: String, user: String, schema: String?, mayCreate: Bool) {
        self.version = version
        self.encoding = encoding
        self.user = user
        self.schema = schema
        self.mayCreate = mayCreate
    }

    /// - Throws: `StoreError.unusable` with the remedy.
    package func requireUsable() throws {
        guard self.version >= Self.oldest * 10_000 else {
            throw StoreError.unusable(
                "PostgreSQL \(self.version / 10_000) is too old: StatusHawk needs version \(Self.oldest) or newer")
        }
        guard self.encoding == "UTF8" else {
            throw StoreError.unusable("the database's encoding is \(self.encoding): create it with ENCODING 'UTF8'")
        }
        guard self.schema != nil, self.mayCreate else {
            let schema = self.schema ?? "public"
            throw StoreError.unusable(
                "the PostgreSQL user \(self.user) may not create tables in the schema \(schema): "
                    + "let it own the database, or GRANT USAGE, CREATE ON SCHEMA \(schema) TO it")
        }
    }
}

extension PostgreSQLServer {
    init(_ session: PostgreSQLSession) throws {
        let result = try session.run(
            """
            SELECT current_setting('server_encoding'), current_user, current_schema(),
              coalesce(has_schema_privilege(current_schema(), 'CREATE'), FALSE)
            """, [])
        var row = Row(PostgreSQLColumns(result: result, row: 0))
        self.init(
            version: session.serverVersion, encoding: try row.next(), user: try row.next(), schema: try row.next(),
            mayCreate: try row.next())
    }
}
