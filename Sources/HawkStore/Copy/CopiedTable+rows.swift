import HawkCore

extension CopiedTable {
    /// The progress in a table: the key of the last copied row.
    typealias Position = [JSONValue]

    /// The approximate maximum of a table in memory, besides one row.
    private static let maxBytes = 4 << 20

    /// Returns the rows after a position in key order, as many as fit.
    func page(after position: Position?, limit: Int, in source: any Connection) throws -> [[SQLValue]] {
        let key = SQL.names(self.key.map(\.column))
        let condition: SQL =
            try position.map { position in
                "WHERE (\(key)) > (\(SQL.joined(try position.map { "\(try SQLValue(key: $0))" })))"
            } ?? ""
        var rows: [[SQLValue]] = []
        var bytes = 0
        do {
            _ = try source.rows(
                """
                SELECT \(SQL.names(self.columns))
                FROM \(SQL.name(self.name))
                \(condition)
                ORDER BY \(key)
                LIMIT \(limit)
                """
            ) { row in
                guard bytes < Self.maxBytes else { throw PageIsFull() }
                let values = try self.columns.map { _ in try row.next(SQLValue.self) }
                bytes += values.reduce(0) { $0 + $1.byteCount }
                rows.append(values)
            }
        } catch is PageIsFull {}  // the rest belongs to the next page
        return rows
    }

    private struct PageIsFull: Error {}

    /// Inserts rows. PostgreSQL converts each value to the type of its column: 0 and 1 to booleans, whole numbers to fractions.
    func insert(_ rows: [[SQLValue]], in target: any Connection) throws {
        try target.execute(
            """
            INSERT INTO \(SQL.name(self.name)) (\(SQL.names(self.columns)))
            VALUES (\(each: self.columns.indices.map { index in { $0[index] } }))
            """, forEach: rows)
    }

    func position(of row: [SQLValue]) throws -> Position {
        try self.key.map { key in
            switch self.columns.firstIndex(of: key.column).map({ row[$0] }) {
            case .int(let value)?: .int(value)
            case .text(let value)?: .string(value)
            default: throw StoreError.corrupt(detail: "\(self.name).\(key.column) is neither a number nor a text")
            }
        }
    }

    func count(in db: any Connection) throws -> Int {
        try db.first("SELECT count(*) FROM \(SQL.name(self.name))") { try $0.next() } ?? 0
    }

    /// Totals that must be equal in both databases if they have the same rows.
    struct Tally: Sendable, Equatable {
        let rows: Int
        /// The sum of the remainders of all keys, so that it never overflows.
        let keys: Int64
    }

    /// Reads the whole table and returns its totals.
    func tally(in db: any Connection) throws -> Tally {
        try db.liftTimeLimits()
        let terms: [SQL] = self.key.map { key in
            key.isText ? "length(\(SQL.name(key.column)))" : "\(SQL.name(key.column)) % 1000003"
        }
        let tally = try db.first(
            """
            SELECT count(*), CAST(coalesce(sum(\(SQL.joined(terms, by: " + "))), 0) AS BIGINT)
            FROM \(SQL.name(self.name))
            """
        ) { Tally(rows: try $0.next(), keys: try $0.next()) }
        return tally ?? Tally(rows: 0, keys: 0)
    }
}

extension SQLValue {
    fileprivate init(key: JSONValue) throws {
        switch key {
        case .int(let value): self = .int(value)
        case .string(let value): self = .text(value)
        default: throw StoreError.corrupt(detail: "the position of a copy is not a key")
        }
    }

    fileprivate var byteCount: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        default: 8
        }
    }
}
