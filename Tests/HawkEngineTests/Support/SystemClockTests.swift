import HawkCore
import HawkEngine
import Logging
import NIOCore
import Synchronization
import Testing

@Suite struct SystemClockTests {
    /// A wall clock that a test sets.
    private final class Wall: Sendable {
        let milliseconds = Mutex<Int64>(1_795_305_600_000)
    }

    @Test func `a wall clock that is set forward is followed, one that is set back is not`() {
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

    @Test func `an instant's deadline is as far ahead as the instant`() {
        let clock = SystemClock()
        let now = clock.now
        #expect(clock.deadline(for: now + .seconds(60)) - clock.deadline(for: now) == .seconds(60))
    }

    @Test func `a lead is corrected gradually, and never by going back`() {
        let wall = Wall()
        let clock = SystemClock { wall.milliseconds.withLock { $0 } }
        wall.milliseconds.withLock { $0 -= 5_000 }
        let before = clock.now
        clock.ease(over: .seconds(30))
        #expect(clock.now >= before)
        // At most a twentieth: a hundred seconds for five.
        let away = clock.deadline(for: before + .seconds(95)) - clock.deadline(for: before)
        #expect(away >= .seconds(99) && away <= .seconds(101))
    }

    @Test func `a clock that is far ahead makes its process restart`() async throws {
        for (lead, restarts) in [(Int64(9_000), false), (11_000, true), (3_600_000, true)] {
            let wall = Wall()
            let clock = SystemClock { wall.milliseconds.withLock { $0 } }
            wall.milliseconds.withLock { $0 -= lead }
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let (made, continuation) = AsyncStream.makeStream(of: Void.self)
            let service = ClockService(clock, discipline: nil, troubles: TroubleLog(logger), logger: logger) {
                continuation.yield()
            }
            let running = Task { try await service.run() }
            if restarts {
                for await _ in made { break }
            } else {
                try await Task.sleep(for: .milliseconds(50))
            }
            running.cancel()
            try await running.value
            continuation.finish()
            var others = 0
            for await _ in made { others += 1 }
            #expect(others == 0 || restarts)
        }
    }
}
