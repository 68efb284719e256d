import HawkCore
import NIOCore

/// The offset of a clock from another one, with its uncertainty.
package struct ClockOffset: Sendable, Equatable {
    /// How the offset is corrected.
    package enum Correction: String, Sendable, CaseIterable {
        case none, slew, step
    }

    /// A clock that is further behind is stepped: a slow correction would cause no smaller gaps in time.
    private static let maxSlew = Duration.seconds(1)

    /// Positive if this clock is behind.
    package let offset: Duration
    package let uncertainty: Duration

    package init(_ offset: Duration, uncertainty: Duration) {
        self.offset = offset
        self.uncertainty = uncertainty
    }

    /// Uses the sample with the shortest round trip, because queueing rarely delays both directions equally.
    /// - Parameters:
    ///   - samples: At least one.
    ///   - clock: Returns the clock's time at a moment, in nanoseconds since the Unix epoch.
    init(_ samples: [ClockSample], of clock: (NIODeadline) -> Int64) {
        guard let best = samples.min(by: { $0.roundTrip < $1.roundTrip }) else {
            preconditionFailure("an offset needs at least one sample")
        }
        // Instants are truncated to milliseconds, so add the mean error of half a millisecond.
        let reading = best.reading.milliseconds * 1_000_000 + 500_000
        self.init(
            .nanoseconds(reading - clock(best.midpoint)), uncertainty: best.roundTrip / 2 + .microseconds(500))
    }

    /// Returns the way to correct the clock. If nothing has used it yet, it is stepped in either direction. A running clock never
    /// goes back: if it is ahead, it is slowed down.
    package func correction(atStart: Bool) -> Correction {
        guard self.offset.magnitude > self.uncertainty else { return .none }
        return atStart || self.offset > Self.maxSlew ? .step : .slew
    }
}
