import HawkCore
import HawkStore

/// Forwards queries, and records the plan that the database has for each.
final class PlanRecorder: Connection {
    private let db: any Connection
    private(set) var steps: [String] = []

    init(_ db: any Connection) { self.db = db }

    var dialect: Dialect { self.db.dialect }

    func now() throws -> Instant { try self.db.now() }

    func rows<Value>(_ sql: SQL, _ decode: (inout Row) throws -> Value) throws -> [Value] {
        try self.record(sql)
        return try self.db.rows(sql, decode)
    }

    func execute(_ sql: SQL, changing: Changing) throws -> Int {
        try self.record(sql)
        return try self.db.execute(sql, changing: changing)
    }

    private func record(_ sql: SQL) throws {
        switch self.db.dialect {
        case .sqlite:
            self.steps += try self.db.rows("EXPLAIN QUERY PLAN \(sql)") { row in
                for _ in 0..<3 { _ = try row.next(Int.self) }
                return try row.next(String.self)
            }
        case .postgreSQL:
            self.steps += try self.db.rows("EXPLAIN (COSTS OFF) \(sql)") { try $0.next(String.self) }
        }
    }

    func execute<Element>(_ sql: SQLBatch<Element>, forEach elements: [Element], changing: Changing) throws -> [Int] {
        try self.db.execute(sql, forEach: elements, changing: changing)
    }
}
