package import HawkCore

/// The parts of a monitor that determine its status, read without its settings and results.
package struct MonitorPulse: Sendable, Equatable {
    package let id: ID<Monitor>
    package let paused: Bool
    package let schedule: MonitorSchedule
    package let createdAt: Instant
    package let effectiveAt: Instant
    package let verdict: Verdict
    /// When the verdict began. Nil before the first.
    package let since: Instant?
    package let pausedSince: Instant?
    /// For a heartbeat monitor. Nil if runners check it.
    package let pingKey: PingKey?
    /// For a heartbeat monitor: when its next ping is due, and when the run in progress began.
    package let dueAt: Instant?
    package let runningSince: Instant?
    /// When its last certificates expire. Nil if it has sent none.
    package let certificateExpiry: Instant?
    /// The newest check of any location.
    package private(set) var lastSlot: Instant?
    package private(set) var lastOutcome: Outcome?
    package private(set) var lastLatency: Duration?

    /// Reads the columns of `MonitorRepository.pulses`.
    init(from row: inout Row) throws {
        self.id = try row.next()
        self.paused = try row.next()
        self.schedule = try MonitorSchedule(from: &row)
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

    /// Takes the other pulse's check if it is newer.
    mutating func merge(_ other: MonitorPulse) {
        guard let slot = other.lastSlot, self.lastSlot.map({ slot > $0 }) ?? true else { return }
        self.lastSlot = slot
        self.lastOutcome = other.lastOutcome
        self.lastLatency = other.lastLatency
    }
}
