/// The SQLite installation to copy, at one moment.
struct CopySource: Sendable, Equatable {
    let tables: [CopiedTable]
    /// Identifies the installation by the creation time of its schema.
    let installation: Int64
    /// Changes with every use: the schema, the ids given out, and the lease that a server renews each second.
    let state: String

    /// - Throws: `StoreError.unusable` if the schema is not this program's.
    init(_ db: any Connection, migrations: Migrations) throws {
        let version = try Self.requireCurrent(db, migrations)
        let ids = try db.first("SELECT coalesce(sum(seq), 0) FROM sqlite_sequence") { try $0.next(Int64.self) } ?? 0
        let leases = try db.rows("SELECT epoch, expires_at FROM leases ORDER BY name") {
            "\(try $0.next(Int64.self)).\(try $0.next(Int64.self))"
        }
        self.tables = try CopiedTable.all(in: db)
        self.installation = try db.first("SELECT min(applied_at) FROM schema_migrations") { try $0.next() } ?? 0
        self.state = "\(version)/\(ids)/\(leases.joined(separator: "/"))"
    }

    private static func requireCurrent(_ db: any Connection, _ migrations: Migrations) throws -> Int {
        let isOurs = try db.first("SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'") { try $0.next(Int.self) } != nil
        let version = isOurs ? try db.first("SELECT max(version) FROM schema_migrations") { try $0.next(Int?.self) } ?? nil : nil
        guard let version else { throw StoreError.unusable("there is no installation to copy: the SQLite file is empty") }
        try migrations.refuseNewer(version)
        guard version == migrations.newest else {
            throw StoreError.unusable(
                "the SQLite file has an older schema (\(version), this version needs \(migrations.newest)): "
                    + "run `statushawk migrate` first")
        }
        return version
    }

    /// Returns the last id that each table gave out, even if its row is deleted.
    static func lastIDs(in db: any Connection) throws -> [(table: String, id: Int64)] {
        try db.rows("SELECT name, seq FROM sqlite_sequence WHERE seq > 0") { (try $0.next(), try $0.next()) }
    }
}
