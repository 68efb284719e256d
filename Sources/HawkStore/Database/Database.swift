package import HawkCore

/// A database: SQLite or PostgreSQL. Only `Connection.dialect` shows which one.
package protocol Database: Sendable {
    /// Runs `body` in one read-only transaction with one snapshot, on a thread of the database's own.
    ///
    /// - Throws: `StoreError`, or the error of `body`.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value

    /// Runs `body` in one transaction, on a thread of the database's own. It is committed and durable when this returns, and
    /// rolled back when it throws. Cancellation of a task does not interrupt it.
    ///
    /// `body` may run again (deadlock, connection lost before COMMIT), so it must change nothing outside its connection.
    /// - Throws: `StoreError`, or the error of `body`.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value

    /// The same database through a reserved connection that other work cannot occupy, for the recorder. A database with a single
    /// writer returns itself.
    var reserved: any Database { get }

    /// Nil if there are no connections to wait for.
    var use: ConnectionUse? { get }

    /// How long the longest present statement has been running. Beyond every time limit, its thread is stuck.
    var maxStatementDuration: Duration { get }

    /// Prepares for the end of the process. From now on, no transaction is waited for longer than `limit`. None starts once the
    /// database has answered none for that long. An abandoned write may still take effect, and throws `StoreError.commitUnknown`.
    func hurry(within limit: Duration)

    /// Waits for running transactions that are not abandoned, and closes all connections. Later calls throw
    /// `StoreError.unavailable`.
    func close() async
}

/// The usage of a database's connections, without the reserved one.
package struct ConnectionUse: Sendable, Equatable {
    /// The maximum number of connections.
    package let size: Int
    package let busy: Int
    /// How many transactions wait for a connection.
    package let waiting: Int

    package init(size: Int, busy: Int, waiting: Int) {
        self.size = size
        self.busy = busy
        self.waiting = waiting
    }
}

extension Database {
    package var reserved: any Database { self }
    package var use: ConnectionUse? { nil }
    package var maxStatementDuration: Duration { .zero }
    package func hurry(within limit: Duration) {}
}

/// A connection inside a transaction. It is synchronous and lives only as long as the closure that received it.
package protocol Connection {
    var dialect: Dialect { get }

    /// Returns the time for values that processes compare (leases, claims): PostgreSQL's clock, or the injected one on SQLite.
    func now() throws -> Instant

    /// Removes the time limits of this transaction's statements, for a schema change.
    func liftTimeLimits() throws

    /// Records an effect. The engine's database performs it once after the commit. A database without an engine ignores it.
    func afterCommit(_ effect: CommitEffect)

    /// Returns all rows of a query, decoded one by one. Also for `… RETURNING`.
    func rows<Value>(_ sql: SQL, _ decode: (inout Row) throws -> Value) throws -> [Value]

    /// Runs a statement.
    /// - Returns: how many rows it inserted, updated or deleted.
    /// - Throws: `StoreError.conflict` if that violates `changing`.
    @discardableResult
    func execute(_ sql: SQL, changing: Changing) throws -> Int

    /// Runs a single-row statement for each element, in order: a cached statement bound by position, or a pipeline.
    /// - Returns: with `.exactlyOne`, the indices of the elements that did not change exactly one row (they throw nothing); with
    ///   `.any`, none.
    @discardableResult
    func execute<Element>(_ sql: SQLBatch<Element>, forEach elements: [Element], changing: Changing) throws -> [Int]
}

/// How many rows a statement must change.
package enum Changing: Sendable {
    case any
    case exactlyOne
}

extension Connection {
    package func liftTimeLimits() throws {}
    package func afterCommit(_ effect: CommitEffect) {}

    @discardableResult
    package func execute(_ sql: SQL) throws -> Int { try self.execute(sql, changing: .any) }

    package func execute<Element>(_ sql: SQLBatch<Element>, forEach elements: [Element]) throws {
        try self.execute(sql, forEach: elements, changing: .any)
    }

    /// Returns the first row of a query, or nil if there is none. The query itself should use `LIMIT 1` or select by key.
    package func first<Value>(_ sql: SQL, _ decode: (inout Row) throws -> Value) throws -> Value? {
        try self.rows(sql, decode).first
    }
}
