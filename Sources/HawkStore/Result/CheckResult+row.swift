import HawkCore

extension CheckResult {
    /// The columns in the order in which `init(from:of:)` reads them.
    static let columns: SQL = """
        slot, location, started_at, finished_at, interval_ms, revision, outcome, reason, message, status_code, attempts,
        first_failed_at, latency_us, dns_us, connect_us, tls_us, first_byte_us, transfer_us, anomalous, z_score
        """

    /// - Parameter monitor: the monitor of the result, because the table has no organization.
    init(from row: inout Row, of monitor: Monitor) throws {
        let slot = try row.next(Instant.self)
        let location = try row.next(String.self)
        self.init(
            monitor: monitor.id, organization: monitor.organization, revision: 0, location: location, slot: slot,
            startedAt: try row.next(), finishedAt: try row.next(), interval: .milliseconds(try row.next(Int64.self)),
            outcome: .unknown, latency: .zero)
        self.revision = try row.next()
        self.outcome = try row.next()
        self.reason = try row.next()
        self.message = try row.next()
        self.statusCode = try row.next()
        self.attempts = try row.next()
        self.firstFailedAt = try row.next()
        self.latency = try row.nextLatency()
        self.phases = try Phases(from: &row)
        self.anomalous = try row.next()
        self.zScore = try row.next()
    }
}

extension Row {
    /// Reads `latency_us`, which is -1 if nothing was timed.
    mutating func nextLatency() throws -> Duration? {
        let microseconds = try self.next(Int64.self)
        return microseconds < 0 ? nil : .microseconds(microseconds)
    }
}

extension Phases {
    fileprivate init(from row: inout Row) throws {
        func duration(_ row: inout Row) throws -> Duration? { try row.next(Int64?.self).map { .microseconds($0) } }
        self.init(
            dns: try duration(&row), connect: try duration(&row), tls: try duration(&row), firstByte: try duration(&row),
            transfer: try duration(&row))
    }
}
