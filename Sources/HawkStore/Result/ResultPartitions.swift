package import HawkCore

/// The days that PostgreSQL keeps `results` in, one partition each. SQLite has one table, and nothing to do here.
package struct ResultPartitions: Sendable {
    /// The recorder accepts slots up to a day old; the rest is for clocks that differ.
    private static let past = Duration.days(2)
    /// How long results can be stored while nobody makes days.
    private static let future = Duration.days(14)

    package init() {}

    /// Makes the days from the recent past to two weeks ahead, as far as they are missing.
    /// - Returns: how many were.
    @discardableResult
    package func prepare(around now: Instant, in db: any Connection) throws -> Int {
        try self.prepare(now - Self.past...now + Self.future, in: db)
    }

    /// Makes the days of a span of slots, as far as they are missing.
    @discardableResult
    package func prepare(_ slots: ClosedRange<Instant>, in db: any Connection) throws -> Int {
        guard db.dialect == .postgreSQL else { return 0 }
        return try db.first("SELECT prepare_result_days(\(slots.lowerBound), \(slots.upperBound))") { try $0.next() } ?? 0
    }

    /// Drops the oldest day, if all of it lies below the watermark.
    /// - Returns: about how many results went; nil when there is no such day.
    func dropOldest(in db: any Connection) throws -> Int? {
        try db.first("SELECT drop_oldest_result_day()") { try $0.next(Int?.self) } ?? nil
    }
}
