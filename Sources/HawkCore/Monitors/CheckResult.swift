/// The verdict of one check, as a runner hands it to the recorder and as it is stored: keyed by (monitor, location, slot).
package struct CheckResult: Sendable, Equatable {
    package var monitor: ID<Monitor>
    package var organization: ID<Organization>
    package var revision: Int64
    package var location: String
    package var slot: Instant
    package var startedAt: Instant
    package var finishedAt: Instant
    /// What the result stands for from its slot on, unless the next one comes sooner.
    package var interval: Duration
    package var outcome: Outcome
    package var reason: Reason
    package var message: String
    package var statusCode: Int?
    package var attempts: Int
    /// When the first failed attempt began; nil when none failed. An outage begins here, not at its confirmation.
    package var firstFailedAt: Instant?
    /// The last attempt's; nil where nothing was timed, as of a job that does not report its starts.
    package var latency: Duration?
    package var phases: Phases
    /// Every attempt's traces, where the check failed.
    package var evidence: [AttemptRecord]
    /// Set by the fold: whether the latency stands out from the location's last fifty, and by how many standard deviations.
    package var anomalous: Bool = false
    package var zScore: Double?
    /// What the last attempt was shown; for the recorder in the same process. Neither stored with the result nor sent.
    package var chain: CertificateChain?
    /// Of the task that it answers: acknowledged once the result is durable. Neither stored nor sent.
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

    /// The end of what it stands for when nothing follows.
    package var holdsUntil: Instant {
        Self.holdsUntil(slot: self.slot, interval: self.interval, finishedAt: self.finishedAt)
    }

    /// A result stands for the interval that begins with its slot. A check that takes longer covers the slots that come due meanwhile,
    /// so its result stands up to the first slot that finds it ended.
    package static func holdsUntil(slot: Instant, interval: Duration, finishedAt: Instant) -> Instant {
        let (length, time) = (interval.milliseconds, (finishedAt - slot).milliseconds)
        guard length > 0, time > length else { return max(slot + interval, finishedAt) }
        let rest = time % length
        return rest == 0 ? finishedAt : finishedAt + .milliseconds(length - rest)
    }

    /// When the attempt began that succeeded. Those before it failed, so until then it was not known to be up.
    package var succeededAt: Instant {
        guard self.isSuccess, self.attempts > 1, let latency = self.latency else { return self.startedAt }
        return max(self.startedAt, self.finishedAt - latency)
    }

    package var isSuccess: Bool { self.outcome == .up || self.outcome == .degraded }
}

/// One try within a check, kept as evidence.
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
