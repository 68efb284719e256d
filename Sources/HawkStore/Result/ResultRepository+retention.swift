package import HawkCore

extension ResultRepository {
    /// Removes some of the results with slots before an instant, having moved the watermark there, which only grows: from then
    /// on those slots may be removed. PostgreSQL drops whole days (UTC), one at a time, so the last hours stay a little longer.
    ///
    /// Call until `next` is nil, each time with the former `next`.
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

    /// Every result before this may be gone.
    package func watermark(in db: any Connection) throws -> Instant {
        try db.first("SELECT slot FROM watermarks WHERE name = 'results'") { try $0.next() } ?? .epoch
    }
}
