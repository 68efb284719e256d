package import HawkCore

extension MonitorRepository {
    /// Removes some of what is derived from the results of monitors that were deleted before an instant: their roll-ups, then
    /// their states. The monitors' rows stay, since incidents name them.
    ///
    /// Call until nothing is left, each time a transaction of its own.
    /// - Returns: how many roll-ups went; nil when there is nothing left.
    package func forgetSlice(deletedBefore end: Instant, limit: Int, in db: any Connection) throws -> Int? {
        // A location's state goes last: while there is one, its monitor is not forgotten.
        let monitor = try db.first(
            """
            SELECT id
            FROM monitors
            WHERE deleted_at < \(end) AND EXISTS (SELECT 1 FROM location_states WHERE monitor_id = monitors.id)
            ORDER BY id
            LIMIT 1
            """
        ) { try $0.next(ID<Monitor>.self) }
        guard let monitor else { return nil }
        let hours = try db.execute(
            """
            DELETE FROM hourly_rollups
            WHERE monitor_id = \(monitor) AND hour <= coalesce(
              (SELECT hour FROM hourly_rollups WHERE monitor_id = \(monitor) ORDER BY hour, location LIMIT 1 OFFSET \(limit)),
              \(Int64.max)
            )
            """)
        guard hours < limit else { return hours }
        let days = try db.execute("DELETE FROM daily_rollups WHERE monitor_id = \(monitor)")
        try db.execute("DELETE FROM certificate_chains WHERE monitor_id = \(monitor)")
        try db.execute("DELETE FROM pauses WHERE monitor_id = \(monitor)")
        try db.execute("DELETE FROM monitor_states WHERE monitor_id = \(monitor)")
        try db.execute("DELETE FROM location_states WHERE monitor_id = \(monitor)")
        return hours + days
    }
}
