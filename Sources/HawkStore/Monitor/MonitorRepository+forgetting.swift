package import HawkCore

extension MonitorRepository {
    /// Removes a part of the data derived from the results of monitors that were deleted before an instant: rollups, then states.
    /// The monitors' rows stay, because incidents refer to them.
    ///
    /// Call it until nothing is left, each time in a separate transaction.
    /// - Returns: how many rollups were removed, or nil if nothing is left.
    package func forgetSlice(deletedBefore end: Instant, limit: Int, in db: any Connection) throws -> Int? {
        // Location states are removed last: while one exists, its monitor is selected again.
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
