/// The instants at which a monitor is due: `offset + k · interval` from the Unix epoch. The offset is a hash of its id.
///
/// Every scheduler computes the same slots, so failover neither shifts nor duplicates them, and the load spreads evenly.
package struct SlotGrid: Sendable, Hashable {
    package let interval: Duration
    package let offset: Duration

    /// - Parameter shift: how many times the clock was set back. Results of the repeated span then have other slots than the
    ///   stored ones.
    /// - Precondition: the interval is a positive number of milliseconds.
    package init(monitor: ID<Monitor>, interval: Duration, shift: Int = 0) {
        precondition(interval.milliseconds > 0, "an interval must be positive")
        self.interval = interval
        let mixed = splitMix64(UInt64(bitPattern: monitor.rawValue)) % UInt64(interval.milliseconds)
        self.offset = .milliseconds((Int64(mixed) + Int64(shift)) % interval.milliseconds)
    }

    /// Returns how many milliseconds a slot lies after the grid. Zero for a slot of this grid.
    package func shift(of slot: Instant) -> Int {
        let size = self.interval.milliseconds
        let rest = (slot.milliseconds - self.offset.milliseconds) % size
        return Int(rest < 0 ? rest + size : rest)
    }

    /// Returns the first slot strictly after `instant`.
    package func next(after instant: Instant) -> Instant {
        let size = self.interval.milliseconds
        let since = instant.milliseconds - self.offset.milliseconds
        let index = since >= 0 ? since / size : -((-since + size - 1) / size)
        return Instant(milliseconds: self.offset.milliseconds + (index + 1) * size)
    }
}
