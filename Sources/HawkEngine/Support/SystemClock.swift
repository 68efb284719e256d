package import HawkCore
package import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The time of day of this process: the wall clock, read once, and monotonic time since. It never goes back, so that a
/// wall clock set back replays no slot; one set forward (or a machine that slept) is followed when `follow` is called, and where
/// there is a better clock to go by, an offset from it is corrected. Where it is far ahead, the process begins anew: see `ClockService`.
package final class SystemClock: WallClock {
    private let wall: @Sendable () -> Int64
    private let course: Mutex<ClockCourse>

    /// - Parameter wall: the machine's own time of day, in milliseconds since the Unix epoch.
    package init(wall: @escaping @Sendable () -> Int64 = SystemClock.wallMilliseconds) {
        self.wall = wall
        self.course = Mutex(ClockCourse(wall() * 1_000_000, at: .now()))
    }

    package var now: Instant {
        let course = self.course.withLock { $0 }
        return Instant(milliseconds: course.time(at: .now()) / 1_000_000)
    }

    /// When an instant comes, in the event loops' own time.
    package func deadline(for instant: Instant) -> NIODeadline {
        self.course.withLock { $0 }.moment(of: instant.milliseconds * 1_000_000)
    }

    /// How far it is ahead of the machine's own time of day.
    package var lead: Duration { .milliseconds(self.now.milliseconds - self.wall()) }

    /// The machine's own time of day less monotonic time: it changes only where somebody sets the clock, or the machine sleeps.
    var wallLead: Duration {
        .milliseconds(self.wall() - Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000))
    }

    /// Catches up with a wall clock that is more than a second ahead.
    /// - Returns: by how much it jumped; nil when it did not.
    package func follow() -> Duration? {
        let ahead = self.wall() - self.now.milliseconds
        guard ahead > 1_000 else { return nil }
        self.course.withLock { $0 = $0.moved(by: ahead * 1_000_000, at: .now()) }
        return .milliseconds(ahead)
    }

    /// Makes up gradually for what it is ahead of, or behind, the machine's own time of day.
    /// - Parameter interval: how long that may take at least.
    package func ease(over interval: Duration) {
        let lead = self.now.milliseconds - self.wall()
        self.course.withLock { $0 = $0.bent(by: -lead * 1_000_000, from: .now(), over: interval.milliseconds * 1_000_000) }
    }

    /// How far it is off by another clock.
    func offset(by samples: [ClockSample]) -> ClockOffset {
        let course = self.course.withLock { $0 }
        return ClockOffset(samples) { course.time(at: $0) }
    }

    /// Makes up for an offset, gradually where that will do.
    /// - Parameters:
    ///   - interval: how long a gradual correction may take at least.
    ///   - atStart: nothing has gone by this clock yet, so that it may be set back.
    func correct(_ offset: ClockOffset, over interval: Duration, atStart: Bool) -> ClockOffset.Correction {
        let correction = offset.correction(atStart: atStart)
        let nanoseconds = offset.offset.microseconds * 1_000
        self.course.withLock { course in
            switch correction {
            case .none: break
            case .slew: course = course.bent(by: nanoseconds, from: .now(), over: interval.milliseconds * 1_000_000)
            case .step: course = course.moved(by: nanoseconds, at: .now())
            }
        }
        return correction
    }

    package static func wallMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
