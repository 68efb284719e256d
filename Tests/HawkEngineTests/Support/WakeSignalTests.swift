import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct WakeSignalTests {
    @Test func `signals that arrive together count once`() async {
        let signal = WakeSignal()
        for _ in 0..<3 { signal.raise() }
        signal.finish()
        var count = 0
        for await _ in signal.signals { count += 1 }
        #expect(count == 1)
    }

    @Test func `a wake-up raises the signal, and so does time alone`() async {
        let signal = WakeSignal()
        let (wakeUps, waker) = AsyncStream.makeStream(of: Void.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await signal.follow(wakeUps, every: .seconds(3_600)) }
            for await _ in signal.signals { break }
            waker.yield()
            for await _ in signal.signals { break }
            group.cancelAll()
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await signal.follow(AsyncStream { _ in }, every: .milliseconds(1)) }
            var count = 0
            for await _ in signal.signals {
                count += 1
                if count == 3 { break }
            }
            group.cancelAll()
        }
    }
}
