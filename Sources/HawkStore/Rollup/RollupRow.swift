package import HawkCore

/// The totals of one monitor's checks at one location in one hour or day.
package struct RollupRow: Sendable, Equatable {
    package let key: LocationKey
    /// The start of the hour or day, UTC.
    package let start: Instant
    package var rollup: Rollup

    package init(key: LocationKey, start: Instant, rollup: Rollup) {
        self.key = key
        self.start = start
        self.rollup = rollup
    }

    package var monitor: ID<Monitor> { self.key.monitor }
    package var location: String { self.key.location }
}

extension RollupRow {
    /// The columns in the order in which `init(from:)` reads them, after monitor, start and location.
    static let columns: SQL = """
        checks, up, degraded, down, unknown, anomalous, untimed, measured_ms, downtime_ms, latency_sum_us, latency_min_us, latency_max_us,
        latencies
        """

    init(from row: inout Row) throws {
        let monitor = try row.next(ID<Monitor>.self)
        let start = try row.next(Instant.self)
        self.init(
            key: LocationKey(monitor: monitor, location: try row.next()), start: start, rollup: try Rollup(from: &row))
    }
}

extension Rollup {
    fileprivate init(from row: inout Row) throws {
        self.init()
        self.checks = try row.next()
        self.up = try row.next()
        self.degraded = try row.next()
        self.down = try row.next()
        self.unknown = try row.next()
        self.anomalous = try row.next()
        self.untimed = try row.next()
        self.measured = .milliseconds(try row.next(Int64.self))
        self.downtime = .milliseconds(try row.next(Int64.self))
        self.latencySum = .microseconds(try row.next(Int64.self))
        self.latencyMinimum = try row.next(Int64?.self).map { .microseconds($0) }
        self.latencyMaximum = try row.next(Int64?.self).map { .microseconds($0) }
        var reader = ByteReader(try row.next())
        do {
            self.latencies = try LatencyHistogram(from: &reader)
        } catch is ByteReader.MalformedBytes {
            throw StoreError.corrupt(detail: "a roll-up's latencies cannot be read")
        }
    }

    var latencyBytes: [UInt8] {
        var writer = ByteWriter()
        self.latencies.encode(to: &writer)
        return writer.bytes
    }
}
