import HawkCore
import HawkEngine
import NIOCore
import Synchronization
import Testing

@Suite struct SystemClockTests {
    /// A wall clock that a test sets.
    private final class Wall: Sendable {
        let milliseconds = Mutex<Int64>(1_795_305_600_000)
    }

    @Test func `a wall clock set forward is followed, one set back is not`() {
        let wall = Wall()
        let clock = SystemClock { wall.milliseconds.withLock { $0 } }
        let start = clock.now
        #expect(clock.follow() == nil)
        wall.milliseconds.withLock { $0 -= 3_600_000 }
        #expect(clock.follow() == nil)
        #expect(clock.now >= start)
        wall.milliseconds.withLock { $0 += 2 * 3_600_000 }
        #expect(clock.follow() != nil)
        #expect(clock.now >= start + .hours(1))
    }

    @Test func `an instant's deadline lies as far ahead as the instant`() {
        let clock = SystemClock()
        let now = clock.now
        #expect(clock.deadline(for: now + .seconds(60)) - clock.deadline(for: now) == .seconds(60))
    }
}
