import HawkCore

extension CheckResult {
    /// The most of a failed job's words that are kept as evidence.
    private static let evidenceLimit = 4_096

    /// What a ping says of its job.
    /// - Returns: nil where it judges nothing: a start, or a line of the log.
    init?(_ record: PingRecord, of monitor: Monitor, slot: Instant) {
        switch record.ping.kind {
        case .start, .log: return nil
        case .success:
            self.init(reportedBy: monitor, .up, slot: slot)
            self.latency = record.duration ?? .zero
        case .fail:
            let message = record.ping.exitStatus.map { "the job reported exit status \($0)" } ?? "the job reported a failure"
            self.init(reportedBy: monitor, .down, slot: slot)
            self.reason = .assertion
            self.message = message
            self.latency = record.duration ?? .zero
            var evidence = AttemptEvidence()
            evidence.body = record.ping.body.map { String($0.prefix(Self.evidenceLimit)) }
            self.evidence = [
                AttemptRecord(
                    startedAt: slot,
                    observation: Observation(.down, .assertion, message, latency: self.latency, evidence: evidence))
            ]
        }
    }

    /// That no ping came.
    /// - Parameters:
    ///   - due: when it should have come: the outage began then.
    ///   - slot: since when this result stands.
    init(missedBy monitor: Monitor, due: Instant, slot: Instant, at now: Instant) {
        self.init(reportedBy: monitor, .down, slot: slot)
        self.finishedAt = max(slot, now)
        self.firstFailedAt = due
        self.reason = .missed
        self.message =
            "no ping came within \(monitor.configuration.interval.words), nor within the grace of \(monitor.configuration.timeout.words)"
    }

    /// It stands until the next ping has to have come.
    private init(reportedBy monitor: Monitor, _ outcome: Outcome, slot: Instant) {
        self.init(
            monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: Heartbeat.location,
            slot: slot, startedAt: slot, finishedAt: slot,
            interval: monitor.configuration.interval + monitor.configuration.timeout, outcome: outcome,
            firstFailedAt: outcome == .down ? slot : nil, latency: .zero)
    }
}
