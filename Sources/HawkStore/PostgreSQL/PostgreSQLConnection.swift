import HawkCore

/// A session inside a transaction.
final class PostgreSQLConnection: Connection {
    private let session: PostgreSQLSession
    private let clock: (any WallClock)?
    private let mark: StatementClock.Mark?
    private var instant: Instant?
    /// The first error of the server. The transaction is void from then on, even if the error was caught.
    private(set) var failure: PostgreSQLFailure?

    /// - Parameter clock: the clock of `now()`, or nil for the server's own.
    init(_ session: PostgreSQLSession, _ clock: (any WallClock)?, _ mark: StatementClock.Mark?) {
        self.session = session
        self.mark = mark
        self.clock = clock
    }

    var dialect: Dialect { .postgreSQL }

    /// Returns the time, queried once per transaction.
    func now() throws -> Instant {
        if let now = self.clock?.now ?? self.instant { return now }
        let now = try self.first("SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)") {
            try $0.next(Instant.self)
        }
        guard let now else { throw StoreError.corrupt(detail: "the server did not return the time") }
        self.instant = now
        return now
    }

    func liftTimeLimits() throws { try self.recordingFailure { try self.session.liftTimeLimits() } }

    func rows<Value>(_ sql: SQL, _ decode: (inout Row) throws -> Value) throws -> [Value] {
        let (text, values) = sql.rendered(for: .postgreSQL)
        let result = try self.recordingFailure { try self.session.run(text, values) }
        return try (0..<result.rowCount).map { number in
            var row = Row(PostgreSQLColumns(result: result, row: number))
            return try decode(&row)
        }
    }

    func execute(_ sql: SQL, changing: Changing) throws -> Int {
        let (text, values) = sql.rendered(for: .postgreSQL)
        let changed = try self.recordingFailure { try self.session.run(text, values).changed }
        if case .exactlyOne = changing, changed != 1 { throw StoreError.conflict }
        return changed
    }

    func execute<Element>(_ sql: SQLBatch<Element>, forEach elements: [Element], changing: Changing) throws -> [Int] {
        guard !elements.isEmpty else { return [] }
        let batch = sql.rendered(for: .postgreSQL)
        var missed: [Int] = []
        try self.recordingFailure {
            try self.session.run(batch.text, times: elements.count) {
                batch.values(of: elements[$0])
            } finished: { index, changed in
                self.mark?.next()
                if case .exactlyOne = changing, changed != 1 { missed.append(index) }
            }
        }
        return missed
    }

    private func recordingFailure<Value>(_ body: () throws -> Value) throws -> Value {
        self.mark?.next()
        do {
            return try body()
        } catch let failure as PostgreSQLFailure {
            self.failure = self.failure ?? failure
            throw StoreError(failure)
        }
    }
}
