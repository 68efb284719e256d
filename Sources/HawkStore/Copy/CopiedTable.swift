/// A table to copy, read from the schema of a SQLite installation, so that later migrations are included.
struct CopiedTable: Sendable, Equatable {
    struct Key: Sendable, Equatable {
        let column: String
        let isText: Bool
    }

    let name: String
    let columns: [String]
    /// The columns of the primary key, in key order.
    let key: [Key]
    /// The tables that its rows refer to, except itself.
    let parents: Set<String>

    /// Returns all tables, each after those that its rows refer to, without `schema_migrations`, which each database has.
    static func all(in source: any Connection) throws -> [CopiedTable] {
        let names = try source.rows(
            """
            SELECT name
            FROM sqlite_master
            WHERE type = 'table' AND name <> 'schema_migrations' AND substr(name, 1, 7) <> 'sqlite_'
            ORDER BY rowid
            """
        ) { try $0.next(String.self) }
        return try Self.parentsFirst(try names.map { try CopiedTable($0, in: source) })
    }

    /// - Throws: `StoreError.invalid` for a table without a key, because its copy could not be resumed.
    private init(_ name: String, in source: any Connection) throws {
        let columns = try source.rows("SELECT name, type, pk FROM pragma_table_info(\(name)) ORDER BY cid") {
            (name: try $0.next(String.self), type: try $0.next(String.self), place: try $0.next(Int.self))
        }
        let parents = try source.rows("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(\(name))") {
            try $0.next(String.self)
        }
        self.name = name
        self.columns = columns.map(\.name)
        self.key = columns.filter { $0.place > 0 }.sorted { $0.place < $1.place }
            .map { Key(column: $0.name, isText: $0.type == "TEXT") }
        self.parents = Set(parents).subtracting([name])
        guard !self.key.isEmpty else { throw StoreError.invalid(detail: "\(name) has no primary key to copy it by") }
    }

    private static func parentsFirst(_ tables: [CopiedTable]) throws -> [CopiedTable] {
        var waiting = tables
        var ordered: [CopiedTable] = []
        while !waiting.isEmpty {
            let missing = Set(waiting.map(\.name))
            guard let next = waiting.firstIndex(where: { $0.parents.isDisjoint(with: missing) }) else {
                throw StoreError.invalid(detail: "\(missing.sorted().joined(separator: ", ")) refer to each other")
            }
            ordered.append(waiting.remove(at: next))
        }
        return ordered
    }
}
