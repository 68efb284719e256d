import HawkBroker
import HawkCore
import HawkStore
import Logging

/// The database of an engine. Performs the effects of a transaction after its commit, before `write` returns. A transaction that
/// throws has none; if it is unknown whether it was committed, sweeps find its work.
struct EngineDatabase: Database {
    private let base: any Database
    private let broker: any Broker
    private let logger: Logger

    init(_ base: any Database, broker: any Broker, logger: Logger) {
        self.base = base
        self.broker = broker
        self.logger = logger
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await self.base.read(body)
    }

    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        let (value, effects) = try await self.base.write { db in
            // One for each run of the body, so that the effects of a repeated transaction are only those of its last run.
            let connection = EffectConnection(db)
            return (try body(connection), connection.effects)
        }
        await self.perform(effects)
        return value
    }

    var reserved: any Database { Self(self.base.reserved, broker: self.broker, logger: self.logger) }
    var use: ConnectionUse? { self.base.use }
    var maxStatementDuration: Duration { self.base.maxStatementDuration }
    func hurry(within limit: Duration) { self.base.hurry(within: limit) }
    func close() async { await self.base.close() }

    /// Wakes each topic once. Publishes all events together, without direct repeats: several statements may change one incident.
    private func perform(_ effects: [CommitEffect]) async {
        var woken: Set<WakeUp> = []
        var events: [LiveEvent] = []
        for effect in effects {
            switch effect {
            case .log(let level, let message, let metadata): self.logger.log(level: level, message, metadata: metadata)
            case .wake(let topic):
                if woken.insert(topic).inserted { await self.broker.wake(topic) }
            case .publish(let published):
                if published.count == 1, let last = events.last, last.isSame(as: published[0]) { continue }
                events += published
            }
        }
        if !events.isEmpty { await self.broker.publish(events) }
    }
}

extension LiveEvent {
    fileprivate func isSame(as other: LiveEvent) -> Bool { self.kind == other.kind && self.organization == other.organization }
}

/// Forwards statements, and collects the effects of one run of a transaction.
private final class EffectConnection: Connection {
    private let base: any Connection
    private(set) var effects: [CommitEffect] = []

    init(_ base: any Connection) { self.base = base }

    var dialect: Dialect { self.base.dialect }
    func now() throws -> Instant { try self.base.now() }
    func liftTimeLimits() throws { try self.base.liftTimeLimits() }
    func afterCommit(_ effect: CommitEffect) { self.effects.append(effect) }

    func rows<Value>(_ sql: SQL, _ decode: (inout Row) throws -> Value) throws -> [Value] { try self.base.rows(sql, decode) }

    func execute(_ sql: SQL, changing: Changing) throws -> Int { try self.base.execute(sql, changing: changing) }

    func execute<Element>(_ sql: SQLBatch<Element>, forEach elements: [Element], changing: Changing) throws -> [Int] {
        try self.base.execute(sql, forEach: elements, changing: changing)
    }
}
