import CPostgreSQL
import Glibc
import HawkCore

/// One session with a server, through libpq without blocking, so that every wait has a deadline. Used by one thread only.
final class PostgreSQLSession {
    /// How many statements stay prepared; the program has fewer, unless it migrates.
    private static let mostStatements = 256

    // SAFETY: made and freed by this object alone, and used by one thread.
    let raw: OpaquePointer
    private let limits: PostgreSQLLimits
    /// The names of the prepared statements, by their text.
    private var statements: [String: String] = [:]
    /// An answer did not come in time: what comes now would be taken for that of a later statement.
    private var isAbandoned = false
    /// Until when the answer to what was sent last may come.
    private var deadline = ContinuousClock.now
    /// Whether the transaction's statements may take as long as they like.
    private var hasTime = false

    /// Dials, signs in and sets up the session.
    init(_ address: PostgreSQLAddress, _ limits: PostgreSQLLimits) throws {
        let parameters = address.parameters(limits)
        let raw = Self.withCStrings(parameters.map(\.keyword)) { keywords in
            Self.withCStrings(parameters.map(\.value)) { values in PQconnectdbParams(keywords, values, 1) }
        }
        guard let raw else { throw PostgreSQLFailure.lost("libpq is out of memory") }
        self.raw = raw
        self.limits = limits
        guard PQstatus(raw) == CONNECTION_OK else { throw self.failure() }
        PQsetNoticeProcessor(raw, { _, _ in }, nil)  // libpq would print notices
        PQsetnonblocking(raw, 1)
        // Compiling costs more than any query here; a process that was stopped must not keep its locks for ever.
        try self.command(
            """
            SET client_min_messages = warning; SET jit = off; SET statement_timeout = \(limits.statement.milliseconds);
            SET idle_in_transaction_session_timeout = \(limits.statement.milliseconds)
            """)
    }

    deinit { PQfinish(self.raw) }

    /// Whether it can be tried; only trying tells whether the server is still there.
    var isUsable: Bool { !self.isAbandoned && PQstatus(self.raw) == CONNECTION_OK }

    /// As a number: 150004 is 15.4.
    var serverVersion: Int { Int(PQserverVersion(self.raw)) }

    /// Runs one or more statements without parameters, by the simple protocol.
    /// - Returns: the answer to the last.
    @discardableResult
    func command(_ text: String) throws -> PostgreSQLResult {
        self.expectAnswer()
        guard PQsendQuery(self.raw, text) == 1 else { throw self.failure() }
        return try self.answer()
    }

    /// Runs a statement, prepared at its first use.
    func run(_ text: String, _ values: [SQLValue]) throws -> PostgreSQLResult {
        var parameters = PostgreSQLParameters()
        try parameters.set(values)
        let name = try self.prepared(text)
        self.expectAnswer()
        guard self.send(name, parameters) else { throw self.failure() }
        return try self.answer()
    }

    /// Lets the statements of this transaction take their time, but not wait for locks for ever.
    func liftTimeLimits() throws {
        try self.command("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10min'")
        self.hasTime = true
    }

    /// The limits that were lifted hold again, as they do on the server.
    func transactionEnded() { self.hasTime = false }

    /// - Returns: false when libpq could not even take it.
    func send(_ name: String, _ parameters: PostgreSQLParameters) -> Bool {
        parameters.withPointers { PQsendQueryPrepared(self.raw, name, $0.count, $0.values, $0.lengths, $0.formats, 1) == 1 }
    }

    /// - Returns: the name under which the server knows the statement.
    func prepared(_ text: String) throws -> String {
        if let name = self.statements[text] { return name }
        if self.statements.count >= Self.mostStatements {
            try self.command("DEALLOCATE ALL")
            self.statements.removeAll(keepingCapacity: true)
        }
        let name = "s\(self.statements.count)"
        self.expectAnswer()
        guard PQsendPrepare(self.raw, name, text, 0, nil) == 1 else { throw self.failure() }
        _ = try self.answer()
        self.statements[text] = name
        return name
    }

    /// Sets the deadline of what is about to be sent.
    func expectAnswer() {
        self.deadline = .now + (self.hasTime ? .seconds(86_400) : self.limits.statement + self.limits.grace)
    }

    /// Sends what is buffered, and reads until the next result is there or the connection is found dead.
    /// - Throws: when the deadline comes first; the session is then of no use any more.
    func awaitResult() throws {
        while true {
            // -1: dead, and reading tells more about it than writing did.
            let unsent = PQflush(self.raw)
            if unsent == 0, PQisBusy(self.raw) == 0 { return }
            let events = unsent == 1 ? POLLIN | POLLOUT : POLLIN
            var descriptor = pollfd(fd: PQsocket(self.raw), events: Int16(events), revents: 0)
            guard descriptor.fd >= 0 else { return }
            let remaining = ContinuousClock.now.duration(to: self.deadline).milliseconds
            let ready = remaining > 0 ? poll(&descriptor, 1, Int32(clamping: remaining)) : 0
            guard ready != 0 else {
                self.isAbandoned = true
                throw PostgreSQLFailure.lost("the server has not answered in time")
            }
            // A read that fails leaves the error as the next result.
            if ready > 0, PQconsumeInput(self.raw) == 0 { return }
        }
    }

    /// What libpq says of the connection.
    func failure() -> PostgreSQLFailure { .lost(PQerrorMessage(self.raw).map { String(cString: $0) } ?? "") }

    /// The error that a result is; nil where it is none.
    func failure(in result: PostgreSQLResult) -> PostgreSQLFailure? {
        guard result.status == PGRES_FATAL_ERROR || result.status == PGRES_BAD_RESPONSE else { return nil }
        return PostgreSQLFailure(result, isLost: PQstatus(self.raw) == CONNECTION_BAD)
    }

    /// All results of what was sent, up to the server's readiness for more.
    /// - Returns: the last.
    private func answer() throws -> PostgreSQLResult {
        var last: PostgreSQLResult?
        var failure: PostgreSQLFailure?
        while true {
            try self.awaitResult()
            guard let raw = PQgetResult(self.raw) else { break }
            let result = PostgreSQLResult(raw)
            failure = failure ?? self.failure(in: result)
            last = result
        }
        if let failure { throw failure }
        guard let last else { throw self.failure() }
        return last
    }

    /// C strings in a list that ends with a null.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let pointers = copies.map { UnsafePointer($0) } + [nil]
        // SAFETY: the list holds at least its null, and both outlive the call of `body`.
        return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}
