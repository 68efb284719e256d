import CPostgreSQL
import Glibc
import HawkCore

/// One session with a server through non-blocking libpq, so that every wait has a deadline. Used by one thread only.
final class PostgreSQLSession {
    /// How many statements stay prepared. The program has fewer, except during migrations.
    private static let maxStatements = 256

    // SAFETY: created and freed by this object alone, and used by one thread.
    let raw: OpaquePointer
    private let limits: PostgreSQLLimits
    /// The names of the prepared statements, by their text.
    private var statements: [String: String] = [:]
    /// Whether a result did not arrive in time. Later data would be taken for the result of a later statement.
    private var isAbandoned = false
    /// The deadline for the result of the last statement sent.
    private var deadline = ContinuousClock.now
    /// Whether the transaction's statements have no time limit.
    private var hasTime = false

    /// Connects, signs in and sets up the session.
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
        // Compilation costs more than any query here.
        try self.command(
            """
            SET client_min_messages = warning; SET jit = off; SET statement_timeout = \(limits.statement.milliseconds);
            SET idle_in_transaction_session_timeout = \(limits.pause.milliseconds)
            """)
    }

    deinit { PQfinish(self.raw) }

    /// Whether it may be tried. Only an attempt shows whether the server is still there.
    var isUsable: Bool { !self.isAbandoned && PQstatus(self.raw) == CONNECTION_OK }

    /// As a number: 150004 is 15.4.
    var serverVersion: Int { Int(PQserverVersion(self.raw)) }

    /// Runs one or more statements without parameters, by the simple protocol.
    /// - Returns: the result of the last one.
    @discardableResult
    func command(_ text: String) throws -> PostgreSQLResult {
        self.expectAnswer()
        guard PQsendQuery(self.raw, text) == 1 else { throw self.failure() }
        return try self.answer()
    }

    /// Runs a statement, which is prepared at its first use.
    func run(_ text: String, _ values: [SQLValue]) throws -> PostgreSQLResult {
        var parameters = PostgreSQLParameters()
        try parameters.set(values)
        let name = try self.prepared(text)
        self.expectAnswer()
        guard self.send(name, parameters) else { throw self.failure() }
        return try self.answer()
    }

    /// Removes the time limits of this transaction's statements, but limits their waits for locks and the pauses between them.
    func liftTimeLimits() throws {
        try self.command(
            """
            SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10min';
            SET LOCAL idle_in_transaction_session_timeout = '10min'
            """)
        self.hasTime = true
    }

    /// Restores the removed limits, as the server does.
    func transactionEnded() { self.hasTime = false }

    /// - Returns: false if libpq did not accept it.
    func send(_ name: String, _ parameters: PostgreSQLParameters) -> Bool {
        parameters.withPointers { PQsendQueryPrepared(self.raw, name, $0.count, $0.values, $0.lengths, $0.formats, 1) == 1 }
    }

    /// - Returns: the statement's name on the server.
    func prepared(_ text: String) throws -> String {
        if let name = self.statements[text] { return name }
        if self.statements.count >= Self.maxStatements {
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

    /// Sets the deadline for the next result.
    func expectAnswer() {
        self.deadline = .now + (self.hasTime ? .seconds(86_400) : self.limits.statement + self.limits.grace)
    }

    /// Sends the buffered data and reads until the next result is complete or the connection is found dead.
    /// - Throws: if the deadline comes first. The session can then no longer be used.
    func awaitResult() throws {
        while true {
            // -1: dead. Reading gives more information than writing did.
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
            // A failed read leaves the error as the next result.
            if ready > 0, PQconsumeInput(self.raw) == 0 { return }
        }
    }

    /// Returns libpq's error for the connection.
    func failure() -> PostgreSQLFailure { .lost(PQerrorMessage(self.raw).map { String(cString: $0) } ?? "") }

    /// Returns the error in a result. Nil if it is not an error.
    func failure(in result: PostgreSQLResult) -> PostgreSQLFailure? {
        guard result.status == PGRES_FATAL_ERROR || result.status == PGRES_BAD_RESPONSE else { return nil }
        return PostgreSQLFailure(result, isLost: PQstatus(self.raw) == CONNECTION_BAD)
    }

    /// Reads all results until the server is ready for more.
    /// - Returns: the last result.
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

    /// Passes C strings in a null-terminated list.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let pointers = copies.map { UnsafePointer($0) } + [nil]
        // SAFETY: the list has at least its null, and both outlive the call of `body`.
        return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}
