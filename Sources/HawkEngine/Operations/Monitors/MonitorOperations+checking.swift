import HawkBroker
package import HawkCore
import HawkStore

extension MonitorOperations {
    /// The time that a runner may need beyond its longest check: other on-demand checks may come first.
    private static let grace = Duration.seconds(10)

    /// Has a runner check the monitor now, and waits for the stored result. Cancellation of the caller also ends the check.
    /// - Throws: `timedOut` if no runner answers within the longest check plus ten seconds. `rateLimited` after too many checks.
    package func check(_ id: ID<Monitor>, as principal: Principal) async throws -> CheckResult {
        try principal.require(.editor)
        return try await self.onDemand.run(as: principal) {
            let (monitor, now) = try await self.engine.database.read { db in
                (try self.monitors.require(id, of: principal.organization, in: db), try db.now())
            }
            let result = try await self.check(monitor, at: now, recorded: true)
            try await self.auditCheck("monitor.check", .init("monitor", id.rawValue), result, of: monitor, by: principal)
            return result
        }
    }

    /// Has a runner check a draft once. Stores nothing. Otherwise like `check`.
    package func test(_ draft: MonitorDraft, as principal: Principal) async throws -> CheckResult {
        try principal.require(.editor)
        let configuration = try self.rules(for: principal).configuration(draft)
        return try await self.onDemand.run(as: principal) {
            let now = try await self.engine.database.read { db in try db.now() }
            let monitor = Monitor(
                id: ID(0), organization: principal.organization, configuration: configuration, createdAt: now, updatedAt: now,
                effectiveAt: now)
            let result = try await self.check(monitor, at: now, recorded: false)
            try await self.auditCheck("monitor.test", .init("monitor"), result, of: monitor, by: principal)
            return result
        }
    }

    private func auditCheck(
        _ action: String, _ subject: AuditEntry.Subject, _ result: CheckResult, of monitor: Monitor, by principal: Principal
    ) async throws {
        let details: JSONValue = [
            "name": .string(monitor.configuration.name), "type": .string(monitor.configuration.type.rawValue),
            "target": .string(String(monitor.configuration.target.prefix(300))), "outcome": .string(result.outcome.rawValue),
        ]
        try await self.engine.database.write { db in
            try self.engine.audit(action, subject, by: principal, details: details, in: db)
        }
    }

    private func check(_ monitor: Monitor, at now: Instant, recorded: Bool) async throws -> CheckResult {
        guard let timing = monitor.configuration.schedule.checks, let location = monitor.configuration.locations.first else {
            throw OperationError(
                .conflict, "a \(monitor.configuration.type) monitor cannot be checked: it receives pings at its ping_url")
        }
        let task = CheckTask(monitor, timing, slot: now, location: location, epoch: 0)
        let deadline = timing.maxCheckDuration + Self.grace
        do {
            switch try await self.engine.broker.request(.check(task, recorded: recorded), within: deadline) {
            case .checked(let result): return result
            case .refused(let message): throw OperationError(.conflict, message)
            case .busy(let message): throw OperationError(.rateLimited(retryAfter: .seconds(5)), message)
            case .sent: throw OperationError(.timedOut, "a runner sent an unexpected reply: try again")
            }
        } catch BrokerError.noAnswer {
            throw OperationError(.timedOut, "no runner at \(location) answered within \(deadline.seconds) s")
        }
    }
}
