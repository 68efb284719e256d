import HawkCore

extension CheckResult {
    /// The most bytes of a failed job's output that are kept as evidence.
    private static let evidenceLimit = 4_096

    /// Creates the result that a ping stands for.
    /// - Parameter due: When the next ping is due.
    /// - Returns: Nil for a start or a log line, which decide nothing.
    init?(_ record: PingRecord, of monitor: Monitor, slot: Instant, nextDue due: Instant) {
        switch record.ping.kind {
        case .start, .log: return nil
        case .success:
            self.init(reportedBy: monitor, .up, slot: slot, nextDue: due)
            self.latency = record.duration
        case .fail:
            let message = record.ping.exitStatus.map { "the job reported exit status \($0)" } ?? "the job reported a failure"
            self.init(reportedBy: monitor, .down, slot: slot, nextDue: due)
            self.reason = .assertion
            self.message = message
            self.latency = record.duration
            var evidence = AttemptEvidence()
            evidence.body = record.ping.body?.cut(toBytes: Self.evidenceLimit)
            self.evidence = [
                AttemptRecord(
                    startedAt: slot,
                    observation: Observation(.down, .assertion, message, latency: record.duration ?? .zero, evidence: evidence))
            ]
        }
    }

    /// Creates the result of a missed ping.
    /// - Parameters:
    ///   - due: When it was due.
    ///   - slot: When this result begins to hold.
    ///   - nextDue: When the next ping is due.
    init(
        missedBy monitor: Monitor, _ schedule: HeartbeatSchedule, due: Instant, slot: Instant, nextDue: Instant, at now: Instant
    ) {
        self.init(reportedBy: monitor, .down, slot: slot, nextDue: nextDue)
        self.finishedAt = max(slot, now)
        self.firstFailedAt = due
        self.reason = .missed
        let expected = schedule.cron.map { "for \($0.words(due))" } ?? "within \(schedule.interval.words)"
        self.message = "no ping was received \(expected), nor within the grace period of \(schedule.grace.words)"
    }

    /// The result holds until the grace period of the next ping ends.
    private init(reportedBy monitor: Monitor, _ outcome: Outcome, slot: Instant, nextDue due: Instant) {
        self.init(
            monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: Heartbeat.location,
            slot: slot, startedAt: slot, finishedAt: slot, interval: due + monitor.configuration.schedule.maxDelay - slot,
            outcome: outcome, firstFailedAt: outcome == .down ? slot : nil, latency: nil)
    }
}
