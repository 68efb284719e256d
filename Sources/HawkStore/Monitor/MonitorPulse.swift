package import HawkCore

/// As much of a monitor as its status is derived from, read without its settings or any result.
package struct MonitorPulse: Sendable, Equatable {
    package let id: ID<Monitor>
    package let paused: Bool
    package let timing: CheckTiming
    package let createdAt: Instant
    package let effectiveAt: Instant
    package let verdict: Verdict
    /// Since when the verdict holds; nil before the first.
    package let since: Instant?
    package let pausedSince: Instant?
    /// Of a monitor that reports by itself; nil where runners check it.
    package let pingKey: PingKey?
    /// Likewise: when its next ping is due, and since when a run lasts whose end is waited for.
    package let dueAt: Instant?
    package let runningSince: Instant?
    /// When the certificates that it showed last are not believed any more; nil where it has not shown any.
    package let certificateExpiry: Instant?
    /// The newest check of any location.
    package private(set) var lastSlot: Instant?
    package private(set) var lastOutcome: Outcome?
    package private(set) var lastLatency: Duration?

    package var interval: Duration { self.timing.interval }
    package var longestCheck: Duration { self.timing.longestCheck }

    /// In the order of `MonitorRepository.pulses`.
    init(from row: inout Row) throws {
        self.id = try row.next()
        self.paused = try row.next()
        self.timing = try CheckTiming(from: &row)
        self.createdAt = try row.next()
        self.effectiveAt = try row.next()
        self.verdict = try row.next(Verdict?.self) ?? .pending
        self.since = try row.next()
        self.pausedSince = try row.next()
        self.pingKey = try row.next()
        self.dueAt = try row.next()
        self.runningSince = try row.next()
        self.certificateExpiry = try row.next()
        self.lastSlot = try row.next()
        self.lastOutcome = try row.next()
        self.lastLatency = try row.next(Int64?.self).map { .microseconds($0) }
    }

    /// Takes over the other's check where it is newer.
    mutating func merge(_ other: MonitorPulse) {
        guard let slot = other.lastSlot, self.lastSlot.map({ slot > $0 }) ?? true else { return }
        self.lastSlot = slot
        self.lastOutcome = other.lastOutcome
        self.lastLatency = other.lastLatency
    }
}

extension CheckTiming {
    /// Of the columns interval_ms, timeout_ms, confirmations and confirmation_delay_ms.
    init(from row: inout Row) throws {
        self.init(
            interval: .milliseconds(try row.next(Int64.self)), timeout: .milliseconds(try row.next(Int64.self)),
            confirmations: try row.next(), confirmationDelay: .milliseconds(try row.next(Int64.self)))
    }
}
