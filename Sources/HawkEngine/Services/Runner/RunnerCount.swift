/// The load of a part of a runner.
struct RunnerLoad: Sendable {
    /// Checks in flight.
    var inFlight = 0
    /// Due tasks and checks that wait for a place.
    var waiting = 0
    /// Organizations that have used up their processor time.
    var heldBack = 0
}

/// What happens to on-demand checks.
enum OnDemandFate: String, CaseIterable {
    case started
    /// Too many were requested.
    case refused
    /// The caller no longer waited for the result.
    case abandoned
}

/// What happens to a runner's tasks.
enum RunnerCount: String, CaseIterable {
    case started
    /// Not started within its interval, or had no place at its address by then: a gap.
    case stale
    /// Covered by a check of the same monitor that was still in flight.
    case overlapping
    /// Delivered again while it waited for its slot, or after it was started.
    case repeated
    /// Its organization or address had too many waiting: a gap.
    case overflowing
    /// In flight when the process ended: a gap, unless another runner executes it.
    case interrupted
}
