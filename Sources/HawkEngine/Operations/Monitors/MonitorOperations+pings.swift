package import HawkCore
import HawkStore

extension MonitorOperations {
    /// The newest pings of a monitor that reports by itself, newest first.
    /// - Parameter cursor: the number of the last one of the page before.
    package func pings(
        of id: ID<Monitor>, before cursor: Int64?, limit: Int, as principal: Principal
    ) async throws -> [PingRecord] {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            let monitor = try self.monitors.require(id, of: principal.organization, in: db)
            return try PingRepository().page(of: monitor.id, before: cursor, limit: limit, in: db)
        }
    }

    /// The monitor was changed or resumed: what it reports next is due anew.
    /// - Parameter heartbeats: its own, locked; none where runners check it.
    func restart(_ heartbeats: [Heartbeat], of monitor: Monitor, in db: any Connection) throws {
        guard !monitor.paused else { return }
        let schedule = self.engine.monitorTypes.heartbeatSchedule(of: monitor.configuration)
        try HeartbeatRepository().save(
            heartbeats.map { heartbeat in
                var heartbeat = heartbeat
                heartbeat.restart(at: monitor.effectiveAt, by: schedule)
                return heartbeat
            }, in: db)
    }

    /// The monitor is paused: nothing is waited for.
    func rest(_ heartbeats: [Heartbeat], in db: any Connection) throws {
        try HeartbeatRepository().save(
            heartbeats.map { heartbeat in
                var heartbeat = heartbeat
                heartbeat.rest()
                return heartbeat
            }, in: db)
    }
}
