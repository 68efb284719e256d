import HawkCore
import HawkNet
import NIOCore

/// Notes before an attempt what tells after it whether this process was disturbed meanwhile, so that a failure says nothing about the
/// target.
struct AttemptWatch {
    /// What the time of day and monotonic time drift apart by only when somebody sets the clock, or the machine sleeps. A leap second
    /// is none.
    private static let jump = Duration.milliseconds(1_500)

    private let stalls: Int
    private let lead: Duration

    init(_ surroundings: Check.Surroundings) {
        self.stalls = surroundings.wheel.stalls
        self.lead = surroundings.clock.wallLead
    }

    /// What happened since, as the beginning of a sentence; nil: nothing.
    func disturbance(_ surroundings: Check.Surroundings) -> String? {
        if surroundings.wheel.stalls != self.stalls { return "this runner stalled for more than 200 ms" }
        let moved = surroundings.clock.wallLead - self.lead
        guard moved.magnitude > Self.jump else { return nil }
        return "this machine slept, or its clock was set (by \(Int64(moved.seconds.rounded())) s),"
    }
}
