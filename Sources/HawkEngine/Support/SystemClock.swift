package import HawkCore
package import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The clock of this process: the wall clock, read once, plus monotonic time. It never goes back, so a wall clock set back
/// repeats no slot. `follow` applies jumps forward (also after sleep of the machine). If there is a better clock, offsets from it
/// are corrected. If this clock is far ahead, the process restarts: see `ClockService`.
package final class SystemClock: WallClock {
    private let wall: @Sendable () -> Int64
    private let course: Mutex<ClockCourse>

    /// - Parameter wall: Returns the machine's time of day, in milliseconds since the Unix epoch.
    package init(wall: @escaping @Sendable () -> Int64 = SystemClock.wallMilliseconds) {
        self.wall = wall
        self.course = Mutex(ClockCourse(wall() * 1_000_000, at: .now()))
    }

    package var now: Instant {
        let course = self.course.withLock { $0 }
        return Instant(milliseconds: course.time(at: .now()) / 1_000_000)
    }

    /// Returns the time of the event loops at which an instant comes.
    package func deadline(for instant: Instant) -> NIODeadline {
        self.course.withLock { $0 }.moment(of: instant.milliseconds * 1_000_000)
    }

    /// How far it is ahead of the machine's time of day.
    package var lead: Duration { .milliseconds(self.now.milliseconds - self.wall()) }

    /// The machine's time of day minus monotonic time. It changes only if the clock is set or the machine sleeps.
    var wallLead: Duration {
        .milliseconds(self.wall() - Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000))
    }

    /// Catches up with a wall clock that is more than a second ahead.
    /// - Returns: The size of the jump. Nil if there was none.
    package func follow() -> Duration? {
        let ahead = self.wall() - self.now.milliseconds
        guard ahead > 1_000 else { return nil }
        self.course.withLock { $0 = $0.moved(by: ahead * 1_000_000, at: .now()) }
        return .milliseconds(ahead)
    }

    /// Slews the clock to the machine's time of day.
    /// - Parameter interval: The minimum duration of the slew.
    package func ease(over interval: Duration) {
        let lead = self.now.milliseconds - self.wall()
        self.course.withLock { $0 = $0.bent(by: -lead * 1_000_000, from: .now(), over: interval.milliseconds * 1_000_000) }
    }

    /// Returns its offset from another clock.
    func offset(by samples: [ClockSample]) -> ClockOffset {
        let course = self.course.withLock { $0 }
        return ClockOffset(samples) { course.time(at: $0) }
    }

    /// Corrects an offset, by slewing if possible.
    /// - Parameters:
    ///   - interval: The minimum duration of a slew.
    ///   - atStart: Whether nothing has used this clock yet, so that it may be set back.
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
