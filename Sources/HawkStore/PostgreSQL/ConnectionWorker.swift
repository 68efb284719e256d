import Foundation
import HawkCore

/// One connection of a pool: dials when it is needed, and runs transactions, again where that may help. Used by one thread only.
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

    /// How often a transaction is run again that others keep getting in the way of.
    private static let mostRepeats = 5

    private let address: PostgreSQLAddress
    private let limits: PostgreSQLLimits
    private let clock: (any WallClock)?
    private var session: PostgreSQLSession?
    /// Of what runs now.
    var mark: StatementClock.Mark?
    private var redialling = Redialling()

    init(_ address: PostgreSQLAddress, _ limits: PostgreSQLLimits, clock: (any WallClock)?) {
        self.address = address
        self.limits = limits
        self.clock = clock
    }

    /// - Throws: `StoreError`, or what `body` throws.
    func transact<Value>(_ access: Access, _ body: (any Connection) throws -> Value) throws -> Value {
        var rivalries = 0
        var losses = 0
        while true {
            do {
                return try self.runOnce(access, body)
            } catch let failure as PostgreSQLFailure {
                if failure.isRivalry { rivalries += 1 } else { losses += 1 }
                guard rivalries <= Self.mostRepeats, losses <= 1 else { throw StoreError(failure) }
                // Blocks nothing but this connection. Two that met should not meet again.
                if failure.isRivalry { Thread.sleep(forTimeInterval: .random(in: 0...0.01) * Double(rivalries)) }
            }
        }
    }

    /// Dials, and asks what there is.
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

    /// Hangs up.
    func close() { self.session = nil }

    /// - Throws: `PostgreSQLFailure` where the transaction took no effect and may do better the next time.
    private func runOnce<Value>(_ access: Access, _ body: (any Connection) throws -> Value) throws -> Value {
        self.mark?.next()
        let session = try self.connected()
        try self.begin(access, session)
        let connection = PostgreSQLConnection(session, self.clock, self.mark)
        defer { session.transactionEnded() }
        do {
            let value = try body(connection)
            // PostgreSQL would answer COMMIT by rolling back.
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
            // Dead since it was last used, or a server that became a standby: another one may be there by now.
            self.session = nil
            throw failure.isLost ? failure : StoreError.unavailable(detail: failure.detail)
        }
    }

    /// - Throws: `StoreError.commitUnknown`, or a `PostgreSQLFailure` where the server refused to commit.
    private func commit(_ access: Access, _ session: PostgreSQLSession) throws {
        do {
            try session.command("COMMIT")
        } catch let failure as PostgreSQLFailure {
            guard failure.isLost, access == .write else { throw failure }
            throw StoreError.commitUnknown(detail: failure.detail)
        }
    }

    private func rollBack(_ session: PostgreSQLSession) {
        do {
            guard session.isUsable else { return self.session = nil }
            try session.command("ROLLBACK")
        } catch {
            self.session = nil  // the server rolls back what has no session
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

/// Keeps a connection from being dialled in vain again and again: meanwhile whoever asks is told at once.
private struct Redialling {
    /// Short, since leases run out meanwhile: whoever holds one should be back before another one takes it.
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
        // Up to a quarter less, so that many processes do not come back in the same instant.
        self.notBefore = .now + pause * Double.random(in: 0.75...1)
        self.failures += 1
    }
}
