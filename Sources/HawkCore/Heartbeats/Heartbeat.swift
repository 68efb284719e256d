/// The state of a heartbeat monitor. One row of `heartbeats`. Code that evaluates it holds the row's lock.
package struct Heartbeat: Sendable, Equatable {
    /// How many of a monitor's newest pings are stored.
    package static let storedPings: Int64 = 100
    /// The location in its results. No runner takes part in them.
    package static let location = "heartbeat"

    package let monitor: ID<Monitor>
    package let key: PingKey
    /// How many pings have arrived.
    package private(set) var pings: Int64
    package private(set) var openRuns: OpenRuns
    /// The instant up to which it is evaluated: the last ping, or the last missed one. Nil before the first ping that counts.
    package private(set) var settledAt: Instant?
    /// When the next ping is due. Nil before the first ping and while the monitor is paused.
    package private(set) var dueAt: Instant?
    /// When the latest run began, if its end has not been reported. Nil if no run is open. It has no effect on the status: a job
    /// may run for any time as long as its pings arrive.
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
    package mutating func receive(_ ping: Ping, at now: Instant) -> PingRecord {
        self.pings += 1
        var duration: Duration?
        switch ping.kind {
        case .start:
            self.openRuns.begin(ping.run, at: now)
            self.runningSince = now
        case .success, .fail:
            let start = self.openRuns.end(ping.run)
            // A run that began by a clock that was ahead and was then set back is not timed.
            duration = start.flatMap { $0 <= now ? now - $0 : nil }
            // As in Healthchecks: a failure, or an end that names no run, ends every run.
            if ping.kind == .fail || ping.run == nil || start == self.runningSince { self.runningSince = nil }
        case .log: break
        }
        return PingRecord(monitor: self.monitor, number: self.pings, at: now, ping: ping, duration: duration)
    }

    /// Records that the monitor is evaluated up to an instant.
    /// - Parameter due: when the ping after it is due.
    package mutating func settle(at instant: Instant, due: Instant) {
        self.settledAt = instant
        self.dueAt = due
    }

    /// Records that the monitor is paused.
    package mutating func rest() {
        self.dueAt = nil
        self.runningSince = nil
    }

    /// Records that the monitor was resumed or changed. The full interval begins again.
    package mutating func restart(at now: Instant, by schedule: HeartbeatSchedule) {
        self.dueAt = self.settledAt == nil ? nil : schedule.due(after: now)
        self.runningSince = nil
    }

    /// Returns when the missed ping was due. Nil if none was due or there is still time.
    /// - Parameter effectiveAt: when its monitor was created, changed or resumed.
    package func missed(by schedule: HeartbeatSchedule, effectiveAt: Instant, _ listening: Listening) -> Instant? {
        guard let settledAt = self.settledAt, let dueAt = self.dueAt else { return nil }
        return schedule.missed(dueAt, since: max(settledAt, effectiveAt), listening)
    }
}

/// The runs of a job that were reported to have begun but not to have ended.
package struct OpenRuns: Sendable, Equatable, Codable {
    private struct Start: Equatable, Codable {
        var run: RunID?
        var at: Instant
    }

    /// Beyond this number, the oldest runs are dropped and not timed.
    private static let limit = 20

    /// Oldest first.
    private var starts: [Start] = []

    package init() {}

    /// - Parameter run: nil for a job that does not identify its runs.
    package mutating func begin(_ run: RunID?, at now: Instant) {
        self.starts.removeAll { $0.run == run }
        self.starts.append(Start(run: run, at: now))
        if self.starts.count > Self.limit { self.starts.removeFirst() }
    }

    /// - Returns: when the run began, or nil if that was not reported.
    package mutating func end(_ run: RunID?) -> Instant? {
        self.starts.firstIndex { $0.run == run }.map { self.starts.remove(at: $0).at }
    }
}
