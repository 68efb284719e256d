import Foundation
import HawkCore

/// One connection of a pool. Connects when needed, runs transactions, and repeats them if that may help. Used by one thread.
final class ConnectionWorker {
    enum Access: Sendable {
        case read, write

        fileprivate var begin: String {
            switch self {
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            case .write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
            }
        }
    }

    /// How many times a transaction is repeated after conflicts with others.
    private static let maxRepeats = 5

    private let address: PostgreSQLAddress
    private let limits: PostgreSQLLimits
    private let clock: (any WallClock)?
    private var session: PostgreSQLSession?
    /// The mark of the running transaction.
    var mark: StatementClock.Mark?
    private var redialling = Redialling()

    init(_ address: PostgreSQLAddress, _ limits: PostgreSQLLimits, clock: (any WallClock)?) {
        self.address = address
        self.limits = limits
        self.clock = clock
    }

    /// - Throws: `StoreError`, or the error of `body`.
    func transact<Value>(_ access: Access, _ body: (any Connection) throws -> Value) throws -> Value {
        var rivalries = 0
        var losses = 0
        while true {
            do {
                return try self.runOnce(access, body)
            } catch let failure as PostgreSQLFailure {
                if failure.isRivalry { rivalries += 1 } else { losses += 1 }
                guard rivalries <= Self.maxRepeats, losses <= 1 else { throw StoreError(failure) }
                // Blocks only this connection. The delay keeps two transactions from colliding again.
                if failure.isRivalry { Thread.sleep(forTimeInterval: .random(in: 0...0.01) * Double(rivalries)) }
            }
        }
    }

    /// Connects and checks the server.
    /// - Throws: `StoreError.unusable`.
    func inspect() throws {
        do {
            try PostgreSQLServer(self.connected()).requireUsable()
        } catch let failure as PostgreSQLFailure {
            throw StoreError.unusable("PostgreSQL cannot be used: \(failure.detail)")
        } catch StoreError.unavailable(let detail) {
            throw StoreError.unusable("PostgreSQL cannot be reached: \(detail)")
        }
    }

    /// Closes the connection.
    func close() { self.session = nil }

    /// - Throws: `PostgreSQLFailure` if the transaction had no effect and may succeed when repeated.
    private func runOnce<Value>(_ access: Access, _ body: (any Connection) throws -> Value) throws -> Value {
        self.mark?.next()
        let session = try self.connected()
        try self.begin(access, session)
        let connection = PostgreSQLConnection(session, self.clock, self.mark)
        defer { session.transactionEnded() }
        do {
            let value = try body(connection)
            // PostgreSQL would respond to COMMIT with a rollback.
            if let failure = connection.failure { throw StoreError(failure) }
            self.mark?.next()
            try self.commit(access, session)
            return value
        } catch {
            self.mark?.next()
            self.rollBack(session)
            if let failure = connection.failure ?? (error as? PostgreSQLFailure) {
                if failure.spoilsSession { self.session = nil }
                if failure.mayPass { throw failure }
            }
            throw (error as? PostgreSQLFailure).map(StoreError.init) ?? error
        }
    }

    private func begin(_ access: Access, _ session: PostgreSQLSession) throws {
        do {
            try session.command(access.begin)
        } catch let failure as PostgreSQLFailure {
            // The session died since its last use, or the server became a standby. Another server may be available by now.
            self.session = nil
            throw failure.isLost ? failure : StoreError.unavailable(detail: failure.detail)
        }
    }

    /// - Throws: `StoreError.commitUnknown`, or a `PostgreSQLFailure` if the server refused to commit.
    private func commit(_ access: Access, _ session: PostgreSQLSession) throws {
        do {
            try session.command("COMMIT")
        } catch let failure as PostgreSQLFailure {
            guard failure.isLost, !failure.pausedTooLong, access == .write else { throw failure }
            throw StoreError.commitUnknown(detail: failure.detail)
        }
    }

    private func rollBack(_ session: PostgreSQLSession) {
        do {
            guard session.isUsable else { return self.session = nil }
            try session.command("ROLLBACK")
        } catch {
            self.session = nil  // the server rolls back a transaction without a session
        }
    }

    private func connected() throws -> PostgreSQLSession {
        if let session, session.isUsable { return session }
        self.session = nil
        try self.redialling.requireDue()
        do {
            let session = try PostgreSQLSession(self.address, self.limits)
            self.session = session
            self.redialling = Redialling()
            return session
        } catch let failure as PostgreSQLFailure {
            self.redialling.failed(failure.detail)
            throw StoreError.unavailable(detail: failure.detail)
        }
    }
}

/// Delays reconnecting after failures. Meanwhile, requests fail at once.
private struct Redialling {
    /// Short, because leases expire meanwhile: their holder should be back before another process acquires them.
    private static let longest = Duration.seconds(1)

    private var failures = 0
    private var notBefore = ContinuousClock.now
    private var reason = ""

    func requireDue() throws {
        guard self.failures == 0 || self.notBefore <= .now else { throw StoreError.unavailable(detail: self.reason) }
    }

    mutating func failed(_ reason: String) {
        self.reason = reason
        let pause = min(.milliseconds(100) * (1 << min(self.failures, 10)), Self.longest)
        // Up to a quarter less, so that many processes do not reconnect at the same instant.
        self.notBefore = .now + pause * Double.random(in: 0.75...1)
        self.failures += 1
    }
}
