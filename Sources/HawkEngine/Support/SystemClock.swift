package import HawkCore
package import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The time of day of this process: the wall clock, read once, and monotonic time since. It never goes back, so that a
/// wall clock set back replays no slot; one set forward (or a machine that slept) is followed when `follow` is called.
package final class SystemClock: WallClock {
    private struct Anchor {
        var wall: Int64
        var monotonic: NIODeadline
    }

    private let wall: @Sendable () -> Int64
    private let anchor: Mutex<Anchor>

    /// - Parameter wall: the machine's own time of day, in milliseconds since the Unix epoch.
    package init(wall: @escaping @Sendable () -> Int64 = SystemClock.wallMilliseconds) {
        self.wall = wall
        self.anchor = Mutex(Anchor(wall: wall(), monotonic: .now()))
    }

    package var now: Instant {
        let anchor = self.anchor.withLock { $0 }
        return Instant(milliseconds: anchor.wall + (NIODeadline.now() - anchor.monotonic).nanoseconds / 1_000_000)
    }

    /// When an instant comes, in the event loops' own time.
    package func deadline(for instant: Instant) -> NIODeadline {
        let anchor = self.anchor.withLock { $0 }
        return anchor.monotonic + .milliseconds(instant.milliseconds - anchor.wall)
    }

    /// Catches up with a wall clock that is more than a second ahead.
    /// - Returns: by how much it jumped; nil when it did not.
    package func follow() -> Duration? {
        let ahead = self.wall() - self.now.milliseconds
        guard ahead > 1_000 else { return nil }
        self.anchor.withLock { $0 = Anchor(wall: self.wall(), monotonic: .now()) }
        return .milliseconds(ahead)
    }

    package static func wallMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
