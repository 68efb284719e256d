/// What all locations together say of a monitor. One row of `monitor_states`, touched only when a location's verdict changes.
package struct MonitorState: Sendable, Equatable {
    package let monitor: ID<Monitor>
    package var version: Int64
    package var verdict: Verdict
    package var since: Instant
    /// The open check incident, or the one resolved by hand that stays so until the monitor has been up.
    package var incident: ID<Incident>?
    package var anomalyIncident: ID<Incident>?
    /// The certificate incident that is not over, also where it was resolved by hand.
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

/// How many locations must fail before a monitor counts as down.
package struct Quorum: Sendable {
    package var required: Int
    package var timing: CheckTiming

    package init(required: Int, interval: Duration, longestCheck: Duration) {
        self.required = required
        self.timing = CheckTiming(interval: interval, longestCheck: longestCheck)
    }

    package init(_ configuration: MonitorConfiguration) {
        self.required = configuration.quorum
        self.timing = configuration.timing
    }

    /// The verdict of the fresh locations, and since when.
    ///
    /// A location is fresh while its last slot lies behind the newest by no more than that of a location that is checked may. The
    /// monitor is down when as many fresh locations as required (or all, where fewer are fresh) say so, since the earliest of their
    /// first failures, as far as nothing is known of the time before: see `onset`.
    package func judge(_ locations: [LocationState]) -> (verdict: Verdict, since: Instant) {
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

    /// Since when a monitor is down that was judged up before: since as many locations were failing as make it down. What others saw
    /// before that was too little, and the monitor was up.
    /// - Precondition: the monitor is down by these locations.
    package func onset(of locations: [LocationState]) -> Instant {
        let fresh = self.fresh(of: locations)
        let failures = fresh.filter { $0.verdict == .down }.map(\.verdictSince).sorted()
        let decisive = min(max(self.required, 1), fresh.count)
        guard decisive > 0, decisive <= failures.count else { return .epoch }
        let since = failures[decisive - 1]
        // Fewer than required: it is down because those have fallen silent that said otherwise.
        guard failures.count < self.required, let silence = self.silence(of: locations) else { return since }
        return max(since, silence)
    }

    /// Since when a location that said otherwise than down has been silent: the end of what its last result stands for, of several
    /// the latest; nil where none has.
    private func silence(of locations: [LocationState]) -> Instant? {
        let oldest = self.oldest(of: locations)
        return locations.filter { $0.verdict.isUp && $0.last?.slot ?? .epoch < oldest }.compactMap(\.last?.holdsUntil).max()
    }

    private func fresh(of locations: [LocationState]) -> [LocationState] {
        let oldest = self.oldest(of: locations)
        return locations.filter { $0.verdict != .pending && $0.last?.slot ?? .epoch >= oldest }
    }

    /// What is older than this is not fresh.
    private func oldest(of locations: [LocationState]) -> Instant {
        (locations.compactMap { $0.last?.slot }.max() ?? .epoch) - self.timing.longestLag
    }
}

extension MonitorStatus {
    /// What a monitor is shown as now: derived from its state and the age of its results, so that a dead process cannot leave
    /// a stale "up" behind.
    ///
    /// - Parameters:
    ///   - lastSlot: the newest slot of any location; nil before the first.
    ///   - lastOutcome: that slot's outcome.
    ///   - effectiveAt: when the monitor was created, changed or resumed: it may be silent for as long after that.
    ///   - isChecked: whether runners check it. What reports by itself may take its time to begin.
    ///   - dueAt: when the next report of such a one is due; nil: an interval after the last.
    package static func derived(
        verdict: Verdict, paused: Bool, lastSlot: Instant?, lastOutcome: Outcome?, effectiveAt: Instant, timing: CheckTiming,
        isChecked: Bool = true, dueAt: Instant? = nil, now: Instant
    ) -> MonitorStatus {
        if paused { return .paused }
        let isSilent: Bool
        if isChecked {
            isSilent = now - max(lastSlot ?? effectiveAt, effectiveAt) > timing.maxSilence
        } else if let lastSlot {
            // Somebody says that it is missed when its grace is over. Where nobody does, not even long intervals hide that for days.
            let dueAt = dueAt ?? max(lastSlot, effectiveAt) + timing.interval
            isSilent =
                now - dueAt > min(timing.interval * 2, .days(1)) + timing.longestCheck + HeartbeatSchedule.settling * 2
        } else {
            isSilent = false
        }
        if isSilent || lastOutcome == .unknown { return .unknown }
        guard lastSlot != nil else { return .pending }
        switch verdict {
        case .pending: return .pending
        case .up: return .up
        case .degraded: return .degraded
        case .down: return .down
        }
    }

    package static func derived(
        verdict: Verdict, paused: Bool, lastSlot: Instant?, lastOutcome: Outcome?, effectiveAt: Instant,
        configuration: MonitorConfiguration, dueAt: Instant? = nil, now: Instant
    ) -> MonitorStatus {
        self.derived(
            verdict: verdict, paused: paused, lastSlot: lastSlot, lastOutcome: lastOutcome, effectiveAt: effectiveAt,
            timing: configuration.timing, isChecked: configuration.isChecked, dueAt: dueAt, now: now)
    }
}
