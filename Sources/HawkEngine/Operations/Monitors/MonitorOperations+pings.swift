package import HawkCore
import HawkStore

extension MonitorOperations {
    /// Returns the pings of a heartbeat monitor, newest first.
    /// - Parameter cursor: The number of the last ping on the previous page.
    package func pings(
        of id: ID<Monitor>, before cursor: Int64?, limit: Int, as principal: Principal
    ) async throws -> [PingRecord] {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            let monitor = try self.monitors.require(id, of: principal.organization, in: db)
            return try PingRepository().page(of: monitor.id, before: cursor, limit: limit, in: db)
        }
    }

    /// Restarts the schedule of a monitor that was changed or resumed.
    /// - Parameter heartbeats: The monitor's own, locked. Empty if runners check it.
    func restart(_ heartbeats: [Heartbeat], of monitor: Monitor, in db: any Connection) throws {
        guard !monitor.paused, let schedule = self.engine.monitorTypes.heartbeatSchedule(of: monitor.configuration) else {
            return
        }
        try HeartbeatRepository().save(
            heartbeats.map { heartbeat in
                var heartbeat = heartbeat
                heartbeat.restart(at: monitor.effectiveAt, by: schedule)
                return heartbeat
            }, in: db)
    }

    /// Stops waiting for pings, because the monitor is paused.
    func rest(_ heartbeats: [Heartbeat], in db: any Connection) throws {
        try HeartbeatRepository().save(
            heartbeats.map { heartbeat in
                var heartbeat = heartbeat
                heartbeat.rest()
                return heartbeat
            }, in: db)
    }
}
