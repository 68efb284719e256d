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
    package private(set) var settledAt: Instant?
    /// When the next ping is due; nil while none is waited for: before the first, and while its monitor is paused.
    package private(set) var dueAt: Instant?
    /// When the last run to begin did, while its end has not been reported; nil where there is none. It judges nothing: how long a job
    /// runs is its own matter, as long as its pings come.
    package private(set) var runningSince: Instant?

    package init(
        monitor: ID<Monitor>, key: PingKey, pings: Int64 = 0, openRuns: OpenRuns = OpenRuns(), settledAt: Instant? = nil,
        dueAt: Instant? = nil, runningSince: Instant? = nil
    ) {
        self.monitor = monitor
        self.key = key
        self.pings = pings
        self.openRuns = openRuns
        self.settledAt = settledAt
        self.dueAt = dueAt
        self.runningSince = runningSince
    }

    /// Counts a ping, and measures the run that it ends.
    package mutating func take(_ ping: Ping, at now: Instant) -> PingRecord {
        self.pings += 1
        var duration: Duration?
        switch ping.kind {
        case .start:
            self.openRuns.begin(ping.run, at: now)
            self.runningSince = now
        case .success, .fail:
            let start = self.openRuns.end(ping.run)
            // A run that began by a clock that was ahead, and has been set back, is not timed.
            duration = start.flatMap { $0 <= now ? now - $0 : nil }
            // As Healthchecks has it: a failure, or an end that names no run, ends whatever began.
            if ping.kind == .fail || ping.run == nil || start == self.runningSince { self.runningSince = nil }
        case .log: break
        }
        return PingRecord(monitor: self.monitor, number: self.pings, at: now, ping: ping, duration: duration)
    }

    /// It is judged up to an instant.
    /// - Parameter due: when the ping after it is due.
    package mutating func settle(at instant: Instant, due: Instant) {
        self.settledAt = instant
        self.dueAt = due
    }

    /// Its monitor is paused.
    package mutating func rest() {
        self.dueAt = nil
        self.runningSince = nil
    }

    /// Its monitor was resumed or changed: it has all of its time again.
    package mutating func restart(at now: Instant, by schedule: HeartbeatSchedule) {
        self.dueAt = self.settledAt == nil ? nil : schedule.due(after: now)
        self.runningSince = nil
    }

    /// When the ping was due that did not come in time; nil: none was, or there is still time.
    /// - Parameter effectiveAt: when its monitor was created, changed or resumed.
    package func missed(by schedule: HeartbeatSchedule, effectiveAt: Instant, _ listening: Listening) -> Instant? {
        guard let settledAt = self.settledAt, let dueAt = self.dueAt else { return nil }
        return schedule.missed(dueAt, since: max(settledAt, effectiveAt), listening)
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
