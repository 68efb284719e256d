/// The state of a monitor over all locations. One row of `monitor_states`, updated only when a location's verdict changes.
package struct MonitorState: Sendable, Equatable {
    package let monitor: ID<Monitor>
    package var version: Int64
    package var verdict: Verdict
    package var since: Instant
    /// The open check incident. An incident that was resolved by hand stays here until the monitor has been up.
    package var incident: ID<Incident>?
    package var anomalyIncident: ID<Incident>?
    /// The certificate incident whose problem is not over, even if it was resolved by hand.
    package var certificateIncident: ID<Incident>?
    package var certificates = CertificateWatch()

    package init(
        monitor: ID<Monitor>, version: Int64 = 0, verdict: Verdict = .pending, since: Instant = .epoch,
        incident: ID<Incident>? = nil,
        anomalyIncident: ID<Incident>? = nil
    ) {
        self.monitor = monitor
        self.version = version
        self.verdict = verdict
        self.since = since
        self.incident = incident
        self.anomalyIncident = anomalyIncident
    }
}

/// How many locations must be down before a monitor counts as down.
package struct Quorum: Sendable {
    package var required: Int
    /// How far a location's last slot may lag behind the newest one before the location has no vote.
    package var maxLag: Duration

    package init(required: Int, maxLag: Duration) {
        self.required = required
        self.maxLag = maxLag
    }

    package init(_ configuration: MonitorConfiguration) {
        // Without checks there is one sequence of results, and nothing that it could lag behind.
        self.init(required: configuration.quorum, maxLag: configuration.schedule.checks?.maxLag ?? .zero)
    }

    /// Returns the verdict of the fresh locations and when it began.
    ///
    /// A location is fresh while its last slot lags behind the newest by at most `maxLag`. The monitor is down when the
    /// required number of fresh locations (or all, if fewer are fresh) are down. It is down since their earliest first failure,
    /// if the state before that is not known: see `onset`.
    package func evaluate(_ locations: [LocationState]) -> (verdict: Verdict, since: Instant) {
        let fresh = self.fresh(of: locations)
        guard !fresh.isEmpty else { return (.pending, .epoch) }
        let down = fresh.filter { $0.verdict == .down }
        if down.count >= min(max(self.required, 1), fresh.count) {
            return (.down, down.map(\.verdictSince).min() ?? .epoch)
        }
        let others = fresh.filter { $0.verdict != .down }
        let verdict: Verdict = others.contains { $0.verdict == .degraded } ? .degraded : .up
        return (verdict, others.map(\.verdictSince).max() ?? .epoch)
    }

    /// Returns since when a monitor that was up is down: since the quorum of locations was failing. Before that, fewer locations
    /// failed, and the monitor was up.
    /// - Precondition: the monitor is down according to these locations.
    package func onset(of locations: [LocationState]) -> Instant {
        let fresh = self.fresh(of: locations)
        let failures = fresh.filter { $0.verdict == .down }.map(\.verdictSince).sorted()
        let decisive = min(max(self.required, 1), fresh.count)
        guard decisive > 0, decisive <= failures.count else { return .epoch }
        let since = failures[decisive - 1]
        // Fewer locations fail than required: the monitor is down because the locations that were up went silent.
        guard failures.count < self.required, let silence = self.silence(of: locations) else { return since }
        return max(since, silence)
    }

    /// Returns since when a location that was not down has been silent: the end of the time that its last result covers, the
    /// latest if there are several. Nil if there is none.
    private func silence(of locations: [LocationState]) -> Instant? {
        let oldest = self.oldest(of: locations)
        return locations.filter { $0.verdict.isUp && $0.last?.slot ?? .epoch < oldest }.compactMap(\.last?.holdsUntil).max()
    }

    private func fresh(of locations: [LocationState]) -> [LocationState] {
        let oldest = self.oldest(of: locations)
        return locations.filter { $0.verdict != .pending && $0.last?.slot ?? .epoch >= oldest }
    }

    /// Returns the oldest slot that still counts as fresh.
    private func oldest(of locations: [LocationState]) -> Instant {
        (locations.compactMap { $0.last?.slot }.max() ?? .epoch) - self.maxLag
    }
}

extension MonitorStatus {
    /// Returns the present status of a monitor. It is derived from its state and the age of its results, so that a dead process
    /// cannot leave a stale "up" behind.
    ///
    /// - Parameters:
    ///   - lastSlot: the newest slot of any location, or nil before the first.
    ///   - lastOutcome: that slot's outcome.
    ///   - effectiveAt: when the monitor was created, changed or resumed. The permitted silence begins here again.
    ///   - dueAt: when the next ping of a heartbeat monitor is due, or nil for an interval after the last.
    package static func derived(
        verdict: Verdict, paused: Bool, lastSlot: Instant?, lastOutcome: Outcome?, effectiveAt: Instant,
        schedule: MonitorSchedule,
        dueAt: Instant? = nil, now: Instant
    ) -> MonitorStatus {
        if paused { return .paused }
        let isSilent = schedule.isSilent(lastSlot: lastSlot, effectiveAt: effectiveAt, dueAt: dueAt, now: now)
        if isSilent || lastOutcome == .unknown { return .unknown }
        guard lastSlot != nil else { return .pending }
        switch verdict {
        case .pending: return .pending
        case .up: return .up
        case .degraded: return .degraded
        case .down: return .down
        }
    }
}
