package import HawkCore

extension ResultRepository {
    /// Removes a part of the results with slots before an instant. It first moves the watermark there, which only grows and
    /// permits the removal. PostgreSQL drops whole days (UTC), one at a time, so the last hours stay a little longer.
    ///
    /// Call it with the last `next` until that is nil.
    package func removeSlice(
        before end: Instant, from monitor: ID<Monitor> = ID(0), limit: Int = 2_000, in db: any Connection
    ) throws -> HistorySlice {
        try db.execute("UPDATE watermarks SET slot = \(end) WHERE name = 'results' AND slot < \(end)")
        switch db.dialect {
        case .sqlite:
            return try HistoryPruning(table: "results").remove(before: end, from: monitor, limit: limit, in: db)
        case .postgreSQL:
            guard let removed = try ResultPartitions().dropOldest(in: db) else { return HistorySlice(removed: 0, next: nil) }
            return HistorySlice(removed: removed, next: monitor)
        }
    }

    /// Returns the watermark. Results before it may have been removed.
    package func watermark(in db: any Connection) throws -> Instant {
        try db.first("SELECT slot FROM watermarks WHERE name = 'results'") { try $0.next() } ?? .epoch
    }
}
