import HawkBroker
import HawkChannels
import HawkCore
import HawkProbes
import HawkStore
import HawkTestSupport
import Logging

@testable import HawkEngine

/// An engine over a new database, with an organization and a manual clock.
struct EngineFixture {
    let engine: Engine
    let clock: ManualClock
    let broker: InProcessBroker
    let organization: ID<Organization>

    static func with(
        _ backend: TestDatabase, channels: ChannelRegistry = .standard, types: MonitorTypeRegistry = .standard,
        clock: ManualClock = ManualClock(), signups: Installation.Signups = .first, sendsMail: Bool = false,
        _ test: (EngineFixture) async throws -> Void
    ) async throws {
        try await backend.run(clock: clock) { database in
            let broker = InProcessBroker()
            let engine = Engine(
                database: database, broker: broker, clock: clock,
                secrets: SecretBox(secretKey: Secret(String(repeating: "k", count: 32))),
                monitorTypes: types, channelTypes: channels,
                installation: Installation(signups: signups, emailConfigured: sendsMail, scryptRounds: 16),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let organization = try await database.write { db in
                try OrganizationRepository().insert(name: "Test", at: clock.now, in: db).id
            }
            try await test(EngineFixture(engine: engine, clock: clock, broker: broker, organization: organization))
        }
    }

    func monitor(_ change: (inout MonitorConfiguration) -> Void = { _ in }) async throws -> Monitor {
        var configuration = MonitorConfiguration(
            name: "Shop", type: .tcp, target: "shop.test:80", schedule: .polled(CheckTiming(confirmations: 0)))
        change(&configuration)
        return try await self.engine.database.write { [configuration, organization, clock] db in
            try MonitorRepository().create(configuration, of: organization, at: clock.now, in: db)
        }
    }

    /// A result of the monitor's n-th minute. Moves the clock there.
    func result(
        _ monitor: Monitor, minute: Int64, _ outcome: Outcome, latency: Duration = .milliseconds(10), location: String = "default"
    ) -> CheckResult {
        let slot = monitor.createdAt + .minutes(minute)
        self.clock.set(max(self.clock.now, slot + .seconds(1)))
        return CheckResult(
            monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: location, slot: slot,
            startedAt: slot + .milliseconds(2), finishedAt: slot + .milliseconds(2) + latency,
            interval: monitor.configuration.interval,
            outcome: outcome, reason: outcome == .down ? .refused : outcome == .unknown ? .runner : .none,
            message: outcome == .down ? "connection refused" : "",
            firstFailedAt: outcome == .down ? slot + .milliseconds(2) : nil,
            latency: latency)
    }

    @discardableResult
    func record(_ results: CheckResult...) async throws -> RecordBatch.Outcome { try await self.record(results) }

    @discardableResult
    func record(_ results: [CheckResult]) async throws -> RecordBatch.Outcome {
        try await self.engine.database.write { db in try RecordBatch(results).record(in: db) }
    }

    func incidents(of monitor: Monitor) async throws -> [Incident] {
        try await self.engine.database.read { db in
            try IncidentRepository().page(
                of: monitor.organization, matching: IncidentFilter(monitor: monitor.id), limit: 100, in: db
            ).reversed()
        }
    }

    /// The kinds of all unplanned alert events, oldest first.
    func alerts() async throws -> [AlertKind] {
        try await self.engine.database.read { db in try AlertEventRepository().unplanned(limit: 100, in: db).map(\.kind) }
    }

    func channel(_ type: ChannelType, config: JSONValue, isDefault: Bool) async throws -> ID<Channel> {
        let channel = Channel(
            id: ID(0), organization: self.organization, name: "x", type: type, config: config, isDefault: isDefault,
            createdAt: self.clock.now, updatedAt: self.clock.now)
        return try await self.engine.database.write { db in try ChannelRepository().insert(channel, in: db) }
    }

    func channelError(_ id: ID<Channel>) async throws -> String? {
        let organization = self.organization
        return try await self.engine.database.read { db in
            try ChannelRepository().find(id, of: organization, in: db)?.lastError
        }
    }
}
