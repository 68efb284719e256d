import HawkCore

/// Separates the tasks of the leader from those of a superseded scheduler that does not know it yet.
struct EpochGate: Sendable {
    /// After this long without a task of the highest epoch, a lower one is accepted: the leases were restored from a backup.
    private static let memory = Duration.seconds(30)

    private var highest: Int64 = .min
    private var admittedAt: Instant = .epoch

    mutating func admits(_ epoch: Int64, at now: Instant) -> Bool {
        guard epoch >= self.highest || now - self.admittedAt > Self.memory else { return false }
        self.highest = epoch
        self.admittedAt = now
        return true
    }
}
