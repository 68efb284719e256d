/// What is remembered of a monitor that reports by itself: one row of `heartbeats`. Whoever judges it holds the row's lock.
package struct Heartbeat: Sendable, Equatable {
    /// How many of a monitor's newest pings are kept.
    package static let keptPings: Int64 = 100
    /// The location that its results name: no runner has a part in them.
    package static let location = "heartbeat"

    package let monitor: ID<Monitor>
    package let key: PingKey
    /// How many pings came so far.
    package private(set) var pings: Int64
    package private(set) var openRuns: OpenRuns
    /// Up to when it is judged: its last ping, or how far the lack of one is told. nil before the first ping that says anything.
    package var settledAt: Instant?

    package init(
        monitor: ID<Monitor>, key: PingKey, pings: Int64 = 0, openRuns: OpenRuns = OpenRuns(), settledAt: Instant? = nil
    ) {
        self.monitor = monitor
        self.key = key
        self.pings = pings
        self.openRuns = openRuns
        self.settledAt = settledAt
    }

    /// Counts a ping, and measures the run that it ends.
    package mutating func take(_ ping: Ping, at now: Instant) -> PingRecord {
        self.pings += 1
        var duration: Duration?
        switch ping.kind {
        case .start: self.openRuns.begin(ping.run, at: now)
        case .success, .fail: duration = self.openRuns.end(ping.run).map { now - $0 }
        case .log: break
        }
        return PingRecord(monitor: self.monitor, number: self.pings, at: now, ping: ping, duration: duration)
    }
}

/// The runs of a job that were reported to have begun, and not to have ended.
package struct OpenRuns: Sendable, Equatable, Codable {
    private struct Start: Equatable, Codable {
        var run: RunID?
        var at: Instant
    }

    /// Beyond so many the oldest are forgotten: their ends are not measured.
    private static let limit = 20

    /// Oldest first.
    private var starts: [Start] = []

    package init() {}

    /// - Parameter run: nil for those of a job that tells no runs apart.
    package mutating func begin(_ run: RunID?, at now: Instant) {
        self.starts.removeAll { $0.run == run }
        self.starts.append(Start(run: run, at: now))
        if self.starts.count > Self.limit { self.starts.removeFirst() }
    }

    /// - Returns: when it began; nil where that was not reported.
    package mutating func end(_ run: RunID?) -> Instant? {
        self.starts.firstIndex { $0.run == run }.map { self.starts.remove(at: $0).at }
    }
}
