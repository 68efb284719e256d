import HawkCore
import Synchronization
import Testing

@testable import HawkEngine

@Suite struct PeriodicLoopTests {
    /// Records sleeps, which end at once.
    private final class Sleeps: Sendable {
        private let durations = Mutex<[Duration]>([])

        var all: [Duration] { self.durations.withLock { $0 } }

        func sleep(_ duration: Duration) async throws {
            self.durations.withLock { $0.append(duration) }
            try Task.checkCancellation()
        }
    }

    private let sleeps = Sleeps()

    @Test func `the first round starts at once, and each later one after the interval`() async {
        var rounds: [Int] = []
        for await round in PeriodicLoop(every: .seconds(5), sleep: self.sleeps.sleep) {
            rounds.append(round)
            #expect(self.sleeps.all == Array(repeating: .seconds(5), count: round))
            if round == 2 { break }
        }
        #expect(rounds == [0, 1, 2])
    }

    @Test func `a delay replaces the interval before the first round`() async {
        for await round in PeriodicLoop(every: .seconds(5), after: .minutes(1), sleep: self.sleeps.sleep) {
            if round == 1 { break }
        }
        #expect(self.sleeps.all == [.minutes(1), .seconds(5)])
    }

    @Test func `a loop that is cancelled during a round ends after it`() async {
        let rounds = await Task { [sleeps] in
            var rounds = 0
            for await _ in PeriodicLoop(every: .seconds(5), sleep: sleeps.sleep) {
                rounds += 1
                withUnsafeCurrentTask { $0?.cancel() }
            }
            return rounds
        }.value
        #expect(rounds == 1)
    }

    @Test(.timeLimit(.minutes(1))) func `a loop that is cancelled between two rounds ends at once`() async {
        let (started, signal) = AsyncStream.makeStream(of: Void.self)
        let loop = Task {
            var rounds = 0
            for await _ in PeriodicLoop(every: .hours(1)) {
                rounds += 1
                signal.yield()
            }
            return rounds
        }
        for await _ in started { break }
        loop.cancel()
        #expect(await loop.value == 1)
    }
}
