/// A point in time: whole milliseconds since the Unix epoch, UTC.
package struct Instant: Hashable, Sendable, Comparable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package init(seconds: Int64) { self.milliseconds = seconds * 1_000 }

    package static let epoch = Instant(milliseconds: 0)

    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
    package static func + (left: Self, right: Duration) -> Self { Self(milliseconds: left.milliseconds + right.milliseconds) }
    package static func - (left: Self, right: Duration) -> Self { Self(milliseconds: left.milliseconds - right.milliseconds) }
    package static func - (left: Self, right: Self) -> Duration { .milliseconds(left.milliseconds - right.milliseconds) }

    /// Returns the start of the hour or day (UTC) of this instant, for a `step` that divides a day.
    package func floored(to step: Duration) -> Instant {
        let size = step.milliseconds
        let remainder = self.milliseconds % size
        return Instant(milliseconds: self.milliseconds - (remainder < 0 ? remainder + size : remainder))
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = self.components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }

    /// Whole microseconds, rounded towards zero.
    package var microseconds: Int64 {
        let (seconds, attoseconds) = self.components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    /// Seconds with their fraction.
    package var seconds: Double {
        let (seconds, attoseconds) = self.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    /// The duration without its sign.
    package var magnitude: Duration { max(self, .zero - self) }

    package static func minutes(_ count: Int64) -> Duration { .seconds(count * 60) }
    package static func hours(_ count: Int64) -> Duration { .seconds(count * 3_600) }
    package static func days(_ count: Int64) -> Duration { .seconds(count * 86_400) }
}
