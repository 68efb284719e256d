import HawkCore
import HawkNet
import NIOCore

/// Detects disturbances of our own process during an attempt, in which case a failure says nothing about the target.
struct AttemptWatch {
    /// A larger difference between wall-clock and monotonic time means that the clock was set or the machine slept. A leap second
    /// is smaller.
    private static let jump = Duration.milliseconds(1_500)

    private let stalls: Int
    private let lost: TimeAmount
    private let lead: Duration

    init(_ context: Check.Context) {
        self.stalls = context.wheel.stalls
        self.lost = context.wheel.lostTime
        self.lead = context.clock.wallLead
    }

    /// Returns what happened since then and may explain the observation, as the beginning of a sentence. Nil if nothing happened.
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
    /// The total time.
    let lost: TimeAmount
    /// The length of the last stall.
    let last: TimeAmount
    /// The time from the end of the last stall to the end of the attempt.
    let ended: TimeAmount

    /// Whether the stalls may have caused the observation. Never true for a success, or for an answer of the target itself.
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

    /// Whether the target may have given up because we were late.
    private static func mayBeOurs(_ seen: Observation) -> Bool {
        switch seen.reason {
        case .timeout, .protocol, .tls: true
        // RFC 9110, section 15.5.9: the server did not receive our request in time.
        case .status: seen.statusCode == 408
        default: false
        }
    }
}
