import HawkCore
import HawkStore
import Synchronization

/// A database that counts its statements.
final class CountingDatabase: Database {
    private let database: any Database
    private let counter = StatementCounter()

    init(_ database: any Database) { self.database = database }

    /// Returns the number of statements that `body` sent.
    func statements(in body: () async throws -> Void) async rethrows -> Int {
        let before = self.counter.count
        try await body()
        return self.counter.count - before
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await self.database.read { [counter] db in try body(CountingConnection(db, counter)) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await self.database.write { [counter] db in try body(CountingConnection(db, counter)) }
    }

    func close() async { await self.database.close() }
}

private final class StatementCounter: Sendable {
    private let total = Mutex(0)

    var count: Int { self.total.withLock { $0 } }

    func add() { self.total.withLock { $0 += 1 } }
}

private struct CountingConnection: Connection {
    private let connection: any Connection
    private let counter: StatementCounter

    init(_ connection: any Connection, _ counter: StatementCounter) {
        self.connection = connection
        self.counter = counter
    }

    var dialect: Dialect { self.connection.dialect }

    func now() throws -> Instant { try self.connection.now() }

    func rows<Value>(_ sql: SQL, _ decode: (inout Row) throws -> Value) throws -> [Value] {
        self.counter.add()
        return try self.connection.rows(sql, decode)
    }

    func execute(_ sql: SQL, changing: Changing) throws -> Int {
        self.counter.add()
        return try self.connection.execute(sql, changing: changing)
    }

    func execute<Element>(_ sql: SQLBatch<Element>, forEach elements: [Element], changing: Changing) throws -> [Int] {
        self.counter.add()
        return try self.connection.execute(sql, forEach: elements, changing: changing)
    }
}
