import HawkCore

/// Tells the tasks of the scheduler that leads from those of one that does not know yet that it is deposed.
struct EpochGate: Sendable {
    /// After this long without a task of the highest epoch, a lower one leads: the leases were restored from a backup.
    private static let memory = Duration.seconds(30)

    private var highest: Int64 = .min
    private var heardAt: Instant = .epoch

    mutating func admits(_ epoch: Int64, at now: Instant) -> Bool {
        guard epoch >= self.highest || now - self.heardAt > Self.memory else { return false }
        self.highest = epoch
        self.heardAt = now
        return true
    }
}
