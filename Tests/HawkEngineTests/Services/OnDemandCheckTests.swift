import HawkBroker
import HawkCore
import NIOCore
import Synchronization
import Testing

@testable import HawkEngine

/// On-demand checks beside scheduled ones.
@Suite(.timeLimit(.minutes(1))) struct OnDemandCheckTests {
    private let bench = RunnerLoopFixture()

    /// Counts the outcomes of on-demand checks.
    private final class Answers: Sendable {
        private let words = Mutex<[String: Int]>([:])

        subscript(_ word: String) -> Int { self.words.withLock { $0[word] ?? 0 } }

        func record(_ end: OnDemandCheck.End) {
            let word =
                switch end {
                case .checked(let result): result.outcome.rawValue
                case .busy: "busy"
                case .failed: "failed"
                case .abandoned: "abandoned"
                }
            self.words.withLock { $0[word, default: 0] += 1 }
        }

        func are(_ word: String, _ count: Int) async { while self[word] < count { await Task.yield() } }
    }

    @Test func `thousands of on-demand checks delay no scheduled check, and few of them run at once`() async throws {
        try await bench.withLoop(limit: 100, threads: 2) { loops, diary in
            let (gate, answers) = (ScriptedProbe.Gate(), Answers())
            for number in Int64(1)...3_500 {
                loops.check(bench.order(bench.task(number, of: 1, "hold \(gate.name)"))) { answers.record($0) }
            }
            // Four run, ten wait.
            await answers.are("busy", 3_486)
            loops.accept((5_001...5_080).map { bench.task($0, of: 1) } + (6_001...6_080).map { bench.task($0, of: 2) })
            #expect(await diary.monitors(160) == Array(5_001...5_080) + Array(6_001...6_080))
            #expect(gate.waiting == 4)
            // Another organization gets its turn meanwhile.
            loops.check(bench.order(bench.task(7_000, of: 2))) { answers.record($0) }
            await answers.are("up", 1)
            gate.open()
            await answers.are("up", 15)
            #expect(diary.entries.withLock { $0.onDemand } == [.started: 15, .refused: 3_486])
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `no more on-demand checks than the reserve run at once, over all organizations`() async throws {
        try await bench.withLoop(limit: 1_000, blockingTime: .seconds(60)) { loops, diary in
            let (gate, answers) = (ScriptedProbe.Gate(), Answers())
            for number in Int64(1)...400 {
                loops.check(bench.order(bench.task(number, of: number % 100, "hold \(gate.name)"))) { answers.record($0) }
            }
            await gate.isWaitedFor(by: 20)
            loops.accept([bench.task(1_000, of: 1)])
            #expect(await diary.monitors(1) == [1_000])
            #expect(gate.waiting == 20)
            gate.open()
            await answers.are("up", 220)
            #expect(answers["busy"] == 180)
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `on-demand checks without a waiting caller are not begun, or end if they have begun`() async throws {
        try await bench.withLoop(limit: 100) { loops, diary in
            let (gate, answers) = (ScriptedProbe.Gate(), Answers())
            let requesters = (0..<6).map { _ in CallerPresence() }
            for (number, requester) in requesters.enumerated() {
                let task = bench.task(Int64(number), of: 1, "hold \(gate.name)")
                loops.check(bench.order(task, requester: requester)) { answers.record($0) }
            }
            await gate.isWaitedFor(by: 4)
            let gone = CallerPresence()
            gone.leave()
            loops.check(bench.order(bench.task(10, of: 2, "up"), requester: gone)) { answers.record($0) }
            for requester in requesters { requester.leave() }
            await answers.are("abandoned", 7)
            // Their places are free again.
            for number in Int64(11)...14 {
                loops.check(bench.order(bench.task(number, of: 1, "up"))) { answers.record($0) }
            }
            await answers.are("up", 4)
            #expect(diary.entries.withLock { $0.onDemand[.started] } == 8)
            #expect(gate.waiting == 4)
            gate.open()
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `an on-demand check runs no longer than its caller waits`() async throws {
        try await bench.withLoop(limit: 100) { loops, diary in
            let (gate, answers) = (ScriptedProbe.Gate(), Answers())
            loops.check(bench.order(bench.task(1, of: 1, "hold \(gate.name)"), within: .milliseconds(50))) { answers.record($0) }
            await answers.are("abandoned", 1)
            loops.check(bench.order(bench.task(2, of: 1, "up"), within: .zero)) { answers.record($0) }
            await answers.are("abandoned", 2)
            gate.open()
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `on-demand checks use no scheduled place at an address, and at most two of their own`() async throws {
        try await bench.withLoop(limit: 100, blockingTime: .seconds(60)) { loops, diary in
            let (gate, other, answers) = (ScriptedProbe.Gate(), ScriptedProbe.Gate(), Answers())
            let address = ScriptedProbe.freshAddress()
            for number in Int64(1)...4 {
                let task = bench.task(number, of: number, "hold \(gate.name)", host: "a\(number)@\(address)")
                loops.check(bench.order(task)) { answers.record($0) }
            }
            await gate.isWaitedFor(by: 2)
            loops.accept((101...110).map { bench.task($0, of: $0, "hold \(other.name)", host: "b\($0)@\(address)") })
            await other.isWaitedFor(by: 10)
            #expect(gate.waiting == 2)
            gate.open()
            await answers.are("up", 4)
            other.open()
            #expect(await diary.monitors(10) == Array(101...110))
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `a runner that shuts down refuses on-demand checks that it has not begun`() async throws {
        try await bench.withLoop(limit: 100) { loops, _ in
            let (gate, answers) = (ScriptedProbe.Gate(), Answers())
            for number in Int64(1)...6 {
                loops.check(bench.order(bench.task(number, of: 1, "hold \(gate.name)"))) { answers.record($0) }
            }
            await gate.isWaitedFor(by: 4)
            async let drained: Void = loops.drain(within: .seconds(30))
            await answers.are("busy", 2)
            gate.open()
            await drained
            #expect(answers["up"] == 4)
        }
    }
}
