/// The instants at which a monitor is due: `offset + k · interval` from the Unix epoch, the offset mixed from its id.
///
/// Any scheduler computes the same slots, so failover neither drifts nor doubles, and load spreads by itself.
package struct SlotGrid: Sendable, Hashable {
    package let interval: Duration
    package let offset: Duration

    /// - Parameter shift: how often the clock has been set back: results of the span that comes again have other slots than those
    ///   that are stored already.
    /// - Precondition: the interval is a positive number of milliseconds.
    package init(monitor: ID<Monitor>, interval: Duration, shift: Int = 0) {
        precondition(interval.milliseconds > 0, "an interval is positive")
        self.interval = interval
        let mixed = splitMix64(UInt64(bitPattern: monitor.rawValue)) % UInt64(interval.milliseconds)
        self.offset = .milliseconds((Int64(mixed) + Int64(shift)) % interval.milliseconds)
    }

    /// By how many milliseconds a slot lies behind the grid; zero for one of its own.
    package func shift(of slot: Instant) -> Int {
        let size = self.interval.milliseconds
        let rest = (slot.milliseconds - self.offset.milliseconds) % size
        return Int(rest < 0 ? rest + size : rest)
    }

    /// The first slot strictly after `instant`.
    package func next(after instant: Instant) -> Instant {
        let size = self.interval.milliseconds
        let since = instant.milliseconds - self.offset.milliseconds
        let index = since >= 0 ? since / size : -((-since + size - 1) / size)
        return Instant(milliseconds: self.offset.milliseconds + (index + 1) * size)
    }
}
