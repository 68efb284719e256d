import HawkCore

extension CheckResult {
    /// A result of monitor 1 at `default`, checked every minute from the first hour of 2026-11-22.
    static func sample(
        slot minute: Int64 = 0, outcome: Outcome, latency: Duration = .milliseconds(10), revision: Int64 = 1,
        interval: Duration = .seconds(60),
        attempts: Int = 1
    ) -> CheckResult {
        let slot = base + .minutes(minute)
        return CheckResult(
            monitor: ID(1), organization: ID(1), revision: revision, location: "default", slot: slot,
            startedAt: slot + .milliseconds(3),
            finishedAt: slot + .milliseconds(3) + latency, interval: interval, outcome: outcome,
            reason: outcome == .down ? .refused : .none,
            attempts: attempts, firstFailedAt: outcome == .down ? slot + .milliseconds(3) : nil, latency: latency)
    }
}

/// 2026-11-22T00:00:00Z
let base = Instant(milliseconds: 1_795_305_600_000)
