package import HawkCore

/// A database: SQLite or PostgreSQL. Which one shows only in `Connection.dialect`.
package protocol Database: Sendable {
    /// Runs `body` in one read-only transaction, on a thread of the database's own, and sees one snapshot.
    ///
    /// - Throws: `StoreError`, or what `body` throws.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value

    /// Runs `body` in one transaction, on a thread of the database's own: committed and durable when this returns, rolled back
    /// when it throws. A task's cancellation does not interrupt it.
    ///
    /// `body` may run again (deadlock, connection lost before COMMIT), so it changes nothing outside its connection.
    /// - Throws: `StoreError`, or what `body` throws.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value

    /// The same database through a connection that nobody else can keep busy: for the recorder. What has one writer anyway is
    /// that itself.
    var reserved: any Database { get }

    /// nil where there are no connections to wait for.
    var use: ConnectionUse? { get }

    /// How long the longest statement that runs now has run: past every time limit, its thread is stuck.
    var longestStatement: Duration { get }

    /// The process ends: from now on no transaction is waited for longer than this, and none is begun once the database has answered none for as long. One
    /// that writes may then take effect all the same, and throws `StoreError.commitUnknown`.
    func hurry(within limit: Duration)

    /// Waits for what runs, unless that was given up, and closes every connection. Later calls throw `StoreError.unavailable`.
    func close() async
}

/// How busy a database's connections are, besides the reserved one.
package struct ConnectionUse: Sendable, Equatable {
    /// How many there may be.
    package let size: Int
    package let busy: Int
    /// How many transactions wait for one.
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
    package var longestStatement: Duration { .zero }
    package func hurry(within limit: Duration) {}
}

/// A connection inside a transaction. It is synchronous and lives only as long as the closure that it was handed to.
package protocol Connection {
    var dialect: Dialect { get }

    /// The instant that processes compare (leases, claims): PostgreSQL's clock, the injected one on SQLite.
    func now() throws -> Instant

    /// Lets the statements of this transaction run for as long as they need: for a change of the schema.
    func liftTimeLimits() throws

    /// All rows of a query, decoded one by one. Also for `… RETURNING`.
    func rows<Value>(_ sql: SQL, _ decode: (inout Row) throws -> Value) throws -> [Value]

    /// Runs a statement.
    /// - Returns: how many rows it inserted, updated or deleted.
    /// - Throws: `StoreError.conflict` when that is not as `changing` demands.
    @discardableResult
    func execute(_ sql: SQL, changing: Changing) throws -> Int

    /// Runs one single-row statement for each element, in order: a cached statement bound by position, or a pipeline.
    /// - Returns: with `.exactlyOne` the indices of the elements that did not change exactly one row (nothing is thrown for
    ///   them), with `.any` none.
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

    @discardableResult
    package func execute(_ sql: SQL) throws -> Int { try self.execute(sql, changing: .any) }

    package func execute<Element>(_ sql: SQLBatch<Element>, forEach elements: [Element]) throws {
        try self.execute(sql, forEach: elements, changing: .any)
    }

    /// The first row of a query, nil where there is none. The query itself should say `LIMIT 1` or name a key.
    package func first<Value>(_ sql: SQL, _ decode: (inout Row) throws -> Value) throws -> Value? {
        try self.rows(sql, decode).first
    }
}
