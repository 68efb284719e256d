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
}
