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
    private let lost: TimeAmount
    private let lead: Duration

    init(_ context: Check.Context) {
        self.stalls = context.wheel.stalls
        self.lost = context.wheel.lostTime
        self.lead = context.clock.wallLead
    }

    /// What happened since and can have caused what was seen, as the beginning of a sentence; nil: nothing.
    func disturbance(_ context: Check.Context, of seen: Observation) -> String? {
        let wheel = context.wheel
        if wheel.stalls != self.stalls, let last = wheel.lastStall {
            let standstill = Standstill(
                lost: wheel.lostTime - self.lost, last: last.length, ended: context.loop.now - last.until)
            if standstill.explains(seen) { return "this runner stalled for more than 200 ms" }
        }
        let moved = context.clock.wallLead - self.lead
        guard moved.magnitude > Self.jump else { return nil }
        return "this machine slept, or its clock was set (by \(Int64(moved.seconds.rounded())) s),"
    }
}

/// The stalls of this process during one attempt.
struct Standstill {
    /// All together.
    let lost: TimeAmount
    /// The length of the last one.
    let last: TimeAmount
    /// How long before the end of the attempt that one ended.
    let ended: TimeAmount

    /// Whether they can have caused what was seen: never a success, nor what a target said itself.
    func explains(_ seen: Observation) -> Bool {
        guard seen.outcome != .up else { return false }
        switch seen.timing {
        case .granted: return false
        case .deprived: return true
        case .excess(let excess): return Duration.nanoseconds(self.lost.nanoseconds) >= excess
        // A stall delays what happens during it by at most its own length.
        case .moment: return Self.mayBeOurs(seen) && self.ended < self.last
        }
    }

    /// Whether the other side may have given up because we were late.
    private static func mayBeOurs(_ seen: Observation) -> Bool {
        switch seen.reason {
        case .timeout, .protocol, .tls: true
        // RFC 9110, section 15.5.9: our request was not there in time.
        case .status: seen.statusCode == 408
        default: false
        }
    }
}
