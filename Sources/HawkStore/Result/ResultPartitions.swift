package import HawkCore

/// The daily partitions of `results` on PostgreSQL. SQLite has one table and needs none.
package struct ResultPartitions: Sendable {
    /// The recorder accepts slots up to a day old. The rest allows for clock differences.
    private static let past = Duration.days(2)
    /// How long results can be stored if no process creates partitions.
    private static let future = Duration.days(14)

    package init() {}

    /// Creates the missing days from the recent past to two weeks ahead.
    /// - Returns: how many were created.
    @discardableResult
    package func prepare(around now: Instant, in db: any Connection) throws -> Int {
        try self.prepare(now - Self.past...now + Self.future, in: db)
    }

    /// Creates the missing days of a span of slots.
    @discardableResult
    package func prepare(_ slots: ClosedRange<Instant>, in db: any Connection) throws -> Int {
        guard db.dialect == .postgreSQL else { return 0 }
        return try db.first("SELECT prepare_result_days(\(slots.lowerBound), \(slots.upperBound))") { try $0.next() } ?? 0
    }

    /// Drops the oldest day if it lies completely below the watermark.
    /// - Returns: about how many results were removed, or nil if there is no such day.
    func dropOldest(in db: any Connection) throws -> Int? {
        try db.first("SELECT drop_oldest_result_day()") { try $0.next(Int?.self) } ?? nil
    }
}
