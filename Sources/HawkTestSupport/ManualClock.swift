package import HawkCore
import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: WallClock {
    private let instant: Mutex<Instant>

    /// - Parameter now: By default, a round instant in 2026.
    package init(_ now: Instant = Instant(seconds: 1_790_000_000)) { self.instant = Mutex(now) }

    package var now: Instant { self.instant.withLock { $0 } }

    package func advance(by duration: Duration) { self.instant.withLock { $0 = $0 + duration } }
    package func set(_ now: Instant) { self.instant.withLock { $0 = now } }
}
