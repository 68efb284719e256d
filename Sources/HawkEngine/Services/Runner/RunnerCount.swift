/// How busy a part of a runner is.
struct RunnerLoad: Sendable {
    /// Checks.
    var inFlight = 0
    /// Tasks that are due and wait for a place.
    var waiting = 0
}

/// What becomes of a runner's tasks.
enum RunnerCount: String, CaseIterable {
    case started
    /// Not started within its interval: a gap.
    case stale
    /// Covered by a check of the same monitor that was still in flight.
    case overlapping
    /// Delivered once more while it still waited for its slot, or after it was started.
    case repeated
    /// The oldest of an organization, or for a host, that has too many waiting: a gap.
    case overflowing
    /// In flight when the process ended: a gap, or another runner's.
    case interrupted
}
