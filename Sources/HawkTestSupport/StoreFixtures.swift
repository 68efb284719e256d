package import HawkCore
package import HawkStore

/// Rows that most tests of the store and of higher layers need.
package enum StoreFixtures {
    /// Creates an organization without members.
    package static func organization(_ name: String = "Example", in db: any Connection) throws -> ID<Organization> {
        let id = try db.first("INSERT INTO organizations (name, created_at) VALUES (\(name), \(db.now())) RETURNING id") {
            try $0.next(ID<Organization>.self)
        }
        guard let id else { throw StoreError.corrupt(detail: "an inserted organization was not returned") }
        return id
    }

    /// Creates a monitor, by default an HTTP monitor.
    package static func monitor(
        _ configuration: MonitorConfiguration = MonitorConfiguration(name: "Shop", type: .http, target: "https://shop.example"),
        of organization: ID<Organization>, in db: any Connection
    ) throws -> Monitor {
        try MonitorRepository().create(configuration, of: organization, at: db.now(), in: db)
    }

    /// Returns a check result of a monitor, as a runner would report it.
    package static func result(
        of monitor: Monitor, at slot: Instant, location: String = "default", _ outcome: Outcome = .up,
        latency: Duration = .milliseconds(20)
    ) -> CheckResult {
        CheckResult(
            monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: location, slot: slot,
            startedAt: slot + .milliseconds(1), finishedAt: slot + .milliseconds(1) + latency,
            interval: monitor.configuration.interval, outcome: outcome, reason: outcome == .down ? .refused : .none,
            message: outcome == .down ? "connection refused" : "", latency: latency)
    }
}
