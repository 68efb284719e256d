/// The result of one check, as a runner passes it to the recorder and as it is stored. Its key is (monitor, location, slot).
package struct CheckResult: Sendable, Equatable {
    package var monitor: ID<Monitor>
    package var organization: ID<Organization>
    package var revision: Int64
    package var location: String
    package var slot: Instant
    package var startedAt: Instant
    package var finishedAt: Instant
    /// The time that the result covers from its slot on, unless the next result comes sooner.
    package var interval: Duration
    package var outcome: Outcome
    package var reason: Reason
    package var message: String
    package var statusCode: Int?
    package var attempts: Int
    /// When the first failed attempt began. Nil if none failed. An outage begins here, not at its confirmation.
    package var firstFailedAt: Instant?
    /// The latency of the last attempt. Nil if nothing was timed, such as for a job that does not report its starts.
    package var latency: Duration?
    package var phases: Phases
    /// The evidence of every attempt, if the check failed.
    package var evidence: [AttemptRecord]
    /// Set by the fold: whether the latency is an anomaly against the location's last fifty, and by how many standard deviations.
    package var anomalous: Bool = false
    package var zScore: Double?
    /// The chain that the last attempt received, for the recorder in the same process. Neither stored with the result nor sent.
    package var chain: CertificateChain?
    /// The receipt of the task that it answers. Acknowledged once the result is durable. Neither stored nor sent.
    package var receipt: TaskReceipt?

    package init(
        monitor: ID<Monitor>, organization: ID<Organization>, revision: Int64, location: String, slot: Instant,
        startedAt: Instant,
        finishedAt: Instant, interval: Duration, outcome: Outcome, reason: Reason = .none, message: String = "",
        statusCode: Int? = nil,
        attempts: Int = 1, firstFailedAt: Instant? = nil, latency: Duration?, phases: Phases = Phases(),
        evidence: [AttemptRecord] = []
    ) {
        self.monitor = monitor
        self.organization = organization
        self.revision = revision
        self.location = location
        self.slot = slot
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.interval = interval
        self.outcome = outcome
        self.reason = reason
        self.message = message
        self.statusCode = statusCode
        self.attempts = attempts
        self.firstFailedAt = firstFailedAt
        self.latency = latency
        self.phases = phases
        self.evidence = evidence
    }

    /// The end of the time that the result covers if no other follows.
    package var holdsUntil: Instant {
        Self.holdsUntil(slot: self.slot, interval: self.interval, finishedAt: self.finishedAt)
    }

    /// Returns the end of the time that a result covers: the interval that begins with its slot. A longer check also covers the
    /// slots that come due meanwhile, so its result covers the time up to the first slot after its end.
    package static func holdsUntil(slot: Instant, interval: Duration, finishedAt: Instant) -> Instant {
        let (length, time) = (interval.milliseconds, (finishedAt - slot).milliseconds)
        guard length > 0, time > length else { return max(slot + interval, finishedAt) }
        let rest = time % length
        return rest == 0 ? finishedAt : finishedAt + .milliseconds(length - rest)
    }

    /// When the successful attempt began. The attempts before it failed, so the target was not known to be up until then.
    package var succeededAt: Instant {
        guard self.isSuccess, self.attempts > 1, let latency = self.latency else { return self.startedAt }
        return max(self.startedAt, self.finishedAt - latency)
    }

    /// When the target was as the outcome says: the start of the first failed attempt, or of the successful one.
    package var observedAt: Instant { self.outcome == .down ? self.firstFailedAt ?? self.startedAt : self.succeededAt }

    package var isSuccess: Bool { self.outcome == .up || self.outcome == .degraded }
}

/// One attempt of a check, stored as evidence.
package struct AttemptRecord: Sendable, Equatable, Codable {
    package var startedAt: Instant
    package var outcome: Outcome
    package var reason: Reason
    package var message: String
    package var statusCode: Int?
    package var latencyMicroseconds: Int64
    package var evidence: AttemptEvidence

    package init(startedAt: Instant, observation: Observation) {
        self.startedAt = startedAt
        self.outcome = observation.outcome
        self.reason = observation.reason
        self.message = observation.message
        self.statusCode = observation.statusCode
        self.latencyMicroseconds = observation.latency.microseconds
        self.evidence = observation.evidence
    }
}
