import Foundation
import GRDB
import HawkCore

/// A GRDB connection inside a transaction.
struct SQLiteConnection: Connection {
    private let db: GRDB.Database
    private let clock: any WallClock
    private let mark: StatementClock.Mark

    init(_ db: GRDB.Database, _ clock: any WallClock, _ mark: StatementClock.Mark) {
        self.db = db
        self.clock = clock
        self.mark = mark
    }

    var dialect: Dialect { .sqlite }

    func now() throws -> Instant { self.clock.now }

    func rows<Value>(_ sql: SQL, _ decode: (inout Row) throws -> Value) throws -> [Value] {
        self.mark.next()
        let (text, values) = sql.rendered(for: .sqlite)
        return try StoreError.translating {
            let statement = try self.db.cachedStatement(sql: text)
            let cursor = try GRDB.Row.fetchCursor(statement, arguments: Self.arguments(values))
            var decoded: [Value] = []
            while let columns = try cursor.next() {
                var row = Row(SQLiteColumns(row: columns))
                decoded.append(try decode(&row))
            }
            return decoded
        }
    }

    func execute(_ sql: SQL, changing: Changing) throws -> Int {
        self.mark.next()
        let (text, values) = sql.rendered(for: .sqlite)
        let changed = try StoreError.translating {
            try self.db.cachedStatement(sql: text).execute(arguments: Self.arguments(values))
            return self.db.changesCount
        }
        if case .exactlyOne = changing, changed != 1 { throw StoreError.conflict }
        return changed
    }

    func execute<Element>(_ sql: SQLBatch<Element>, forEach elements: [Element], changing: Changing) throws -> [Int] {
        guard !elements.isEmpty else { return [] }
        self.mark.next()
        let batch = sql.rendered(for: .sqlite)
        return try StoreError.translating {
            let statement = try self.db.cachedStatement(sql: batch.text)
            var missed: [Int] = []
            for (index, element) in elements.enumerated() {
                try statement.execute(arguments: Self.arguments(batch.values(of: element)))
                if case .exactlyOne = changing, self.db.changesCount != 1 { missed.append(index) }
            }
            return missed
        }
    }

    private static func arguments(_ values: [SQLValue]) throws -> StatementArguments {
        StatementArguments(try values.map { try self.databaseValue($0) })
    }

    private static func databaseValue(_ value: SQLValue) throws -> DatabaseValue {
        switch value {
        case .null: .null
        case .bool(let value): value.databaseValue
        case .int(let value): value.databaseValue
        case .double(let value): value.databaseValue
        case .text(let value): try self.text(value)
        case .bytes(let value): Data(value).databaseValue
        case .integers(let values): "[\(values.map(String.init).joined(separator: ","))]".databaseValue
        case .texts(let values): try JSONText(values.map { try self.checked($0) }).text.databaseValue
        }
    }

    private static func text(_ value: String) throws -> DatabaseValue { try self.checked(value).databaseValue }

    /// PostgreSQL cannot store NUL in text, and SQLite's own functions stop at it.
    private static func checked(_ value: String) throws -> String {
        guard !value.utf8.contains(0) else { throw StoreError.invalid(detail: "a text contains a NUL byte") }
        return value
    }
}

/// The current row of a cursor, read from SQLite's statement on demand.
private struct SQLiteColumns: RowColumns {
    let row: GRDB.Row

    var count: Int { self.row.count }

    func value(at index: Int) -> SQLValue {
        switch (self.row[index] as DatabaseValue).storage {
        case .null: .null
        case .int64(let value): .int(value)
        case .double(let value): .double(value)
        case .string(let value): .text(value)
        case .blob(let data): .bytes([UInt8](data))
        }
    }
}
