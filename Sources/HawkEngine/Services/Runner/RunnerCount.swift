/// How busy a part of a runner is.
struct RunnerLoad: Sendable {
    /// Checks.
    var inFlight = 0
    /// Tasks that are due, and checks, that wait for a place.
    var waiting = 0
    /// Organizations that have used up their processor time.
    var heldBack = 0
}

/// What becomes of checks on demand.
enum OnDemandFate: String, CaseIterable {
    case started
    /// Too many were asked for.
    case refused
    /// Nobody waited for the result any more.
    case abandoned
}

/// What becomes of a runner's tasks.
enum RunnerCount: String, CaseIterable {
    case started
    /// Not started within its interval, or started and without a place at its address until then: a gap.
    case stale
    /// Covered by a check of the same monitor that was still in flight.
    case overlapping
    /// Delivered once more while it still waited for its slot, or after it was started.
    case repeated
    /// Of an organization, or for an address, that has too many waiting: a gap.
    case overflowing
    /// In flight when the process ended: a gap, or another runner's.
    case interrupted
}
