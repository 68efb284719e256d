import HawkCore
import HawkStore
import HawkTestSupport

/// Two organizations, and functions that fill them with monitors and history.
struct ListingFixture {
    let one: ID<Organization>
    let two: ID<Organization>

    static func run(
        on backend: TestDatabase, clock: ManualClock = ManualClock(),
        _ test: (any Database, ListingFixture) async throws -> Void
    ) async throws {
        try await backend.run(clock: clock) { database in
            let ids = try await database.write { db in
                try ["one", "two"].map { name in
                    try db.first("INSERT INTO organizations (name, created_at) VALUES (\(name), 0) RETURNING id") {
                        try $0.next(ID<Organization>.self)
                    }
                }
            }
            guard let one = ids[0], let two = ids[1] else { return }
            try await test(database, ListingFixture(one: one, two: two))
        }
    }

    func monitor(
        _ name: String, of organization: ID<Organization>? = nil, tags: [String] = [], group: String? = nil,
        at now: Instant = .epoch, in db: any Connection
    ) throws -> Monitor {
        try MonitorRepository().create(
            MonitorConfiguration(
                name: name, type: .tcp, target: "\(name).example:80", locations: ["default"], tags: tags, group: group),
            of: organization ?? self.one, at: now, in: db)
    }

    func result(
        _ monitor: Monitor, at slot: Instant, _ outcome: Outcome = .up, location: String = "default",
        latency: Duration = .milliseconds(10)
    ) -> CheckResult {
        CheckResult(
            monitor: monitor.id, organization: monitor.organization, revision: 1, location: location, slot: slot, startedAt: slot,
            finishedAt: slot + latency, interval: .seconds(60), outcome: outcome, latency: latency)
    }

    /// Stores a location's state after some results.
    func fold(_ results: [CheckResult], in db: any Connection) throws {
        guard let first = results.first else { return }
        var state = LocationState(monitor: first.monitor, location: first.location)
        for var result in results { _ = state.apply(&result, anomaly: AnomalySettings(), recoveryConfirmations: 0) }
        _ = try LocationStateRepository().save([state], in: db)
    }
}
