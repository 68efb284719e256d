import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// A heartbeat monitor with an interval of ten minutes and a grace period of one, whose API processes follow the manual clock.
struct HeartbeatFixture {
    static let key = PingKey()

    let base: EngineFixture
    let monitor: Monitor
    private let watch: HeartbeatWatch

    var clock: ManualClock { self.base.clock }

    static func with(
        _ backend: TestDatabase, clock: ManualClock = ManualClock(), _ change: (inout MonitorConfiguration) -> Void = { _ in },
        _ test: (HeartbeatFixture) async throws -> Void
    ) async throws {
        try await EngineFixture.with(backend, clock: clock) { base in
            let monitor = try await base.monitor {
                $0.name = "Backup"
                $0.type = .heartbeat
                $0.target = ""
                $0.locations = []
                $0.schedule = .heartbeat(PingTiming(interval: .minutes(10), grace: .minutes(1)))
                change(&$0)
            }
            try await base.engine.database.write { db in
                try HeartbeatRepository().insert(Heartbeat(monitor: monitor.id, key: Self.key), in: db)
                try IntakeRepository().beat(in: db)
            }
            try await test(HeartbeatFixture(base: base, monitor: monitor, watch: HeartbeatWatch(base.engine)))
        }
    }

    /// - Returns: for each ping, whether its monitor is known.
    @discardableResult
    func ping(_ pings: Ping..., key: PingKey = key) async throws -> [Bool] {
        try await self.record(pings.map { PingBatch.Entry(key: key, ping: $0) })
    }

    @discardableResult
    func record(_ entries: [PingBatch.Entry]) async throws -> [Bool] {
        let batch = PingBatch(entries, types: self.base.engine.monitorTypes)
        return try await self.base.engine.record(in: self.base.engine.database) { db in try batch.record(in: db) }
    }

    func look() async throws { try await self.watch.look() }

    /// Advances the time while an API process listens and the leader sweeps whenever it could find something new.
    func pass(_ time: Duration) async throws {
        let end = self.clock.now + time
        while self.clock.now < end {
            self.clock.set(min(self.clock.now + .seconds(3), end))
            try await self.base.engine.database.write { db in try IntakeRepository().beat(in: db) }
            try await self.look()
        }
    }

    /// Advances the time while an API process listens and no scheduler leads.
    func listen(until end: Instant) async throws {
        self.clock.set(end)
        try await self.base.engine.database.write { db in
            try db.execute("UPDATE intakes SET until_at = \(end) WHERE from_at = (SELECT max(from_at) FROM intakes)")
        }
    }

    /// Advances the time while no API process runs.
    func passDeaf(_ time: Duration) async throws {
        self.clock.advance(by: time)
        try await self.look()
    }

    /// Oldest first.
    func results() async throws -> [CheckResult] {
        try await self.base.engine.database.read { [monitor] db in
            try ResultRepository().page(
                of: monitor, from: .epoch, to: Instant(milliseconds: .max), limit: 1_000, in: db
            ).reversed()
        }
    }

    func incidents() async throws -> [Incident] { try await self.base.incidents(of: self.monitor) }

    /// Newest first.
    func pings() async throws -> [PingRecord] {
        try await self.base.engine.database.read { [monitor] db in
            try PingRepository().page(of: monitor.id, before: nil, limit: 1_000, in: db)
        }
    }

    /// The due time of the next ping and the start of a current run.
    func pulse() async throws -> MonitorPulse {
        let pulse = try await self.base.engine.database.read { [monitor] db in
            try MonitorRepository().pulse(of: monitor.id, in: db)
        }
        return try #require(pulse)
    }

    func status() async throws -> MonitorStatus? {
        try await self.base.engine.database.read { [monitor] db in
            try MonitorRepository().pulse(of: monitor.id, in: db)?.status(at: db.now())
        }
    }
}
