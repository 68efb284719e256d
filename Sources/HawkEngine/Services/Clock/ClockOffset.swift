import HawkCore
import NIOCore

/// How far a clock is off by another, and how far that may be wrong.
package struct ClockOffset: Sendable, Equatable {
    /// How the offset is made up for.
    package enum Correction: String, Sendable, CaseIterable {
        case none, slew, step
    }

    /// From here on a clock that is behind is set; gaps in time would be no smaller if it caught up slowly.
    private static let largestSlew = Duration.seconds(1)

    /// Positive where this clock is behind.
    package let offset: Duration
    package let uncertainty: Duration

    package init(_ offset: Duration, uncertainty: Duration) {
        self.offset = offset
        self.uncertainty = uncertainty
    }

    /// By the answer that took the least time: what queues add to the others they rarely add evenly on both ways.
    /// - Parameters:
    ///   - samples: one at least.
    ///   - clock: what the clock shows at a moment, in nanoseconds since the Unix epoch.
    init(_ samples: [ClockSample], of clock: (NIODeadline) -> Int64) {
        guard let best = samples.min(by: { $0.roundTrip < $1.roundTrip }) else {
            preconditionFailure("an offset is measured by a sample")
        }
        // An instant is cut to its millisecond: half of one later, on average.
        let told = best.told.milliseconds * 1_000_000 + 500_000
        self.init(
            .nanoseconds(told - clock(best.midpoint)), uncertainty: best.roundTrip / 2 + .microseconds(500))
    }

    /// A clock that nothing has gone by yet is set, both ways. A running one never goes back: ahead, it is slowed down for as long as
    /// that takes.
    package func correction(atStart: Bool) -> Correction {
        guard self.offset.magnitude > self.uncertainty else { return .none }
        return atStart || self.offset > Self.largestSlew ? .step : .slew
    }
}
