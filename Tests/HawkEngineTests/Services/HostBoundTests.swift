import Foundation
import HawkCore
import Synchronization
import Testing

@testable import HawkEngine

/// The bound of checks in flight at one host.
@Suite(.timeLimit(.minutes(1))) struct HostBoundTests {
    private let bench = RunnerLoopBench()

    @Test(arguments: [1, 2]) func `ten checks at most are in flight at one host, over all loops, and others go on`(
        _ threads: Int
    ) async throws {
        try await bench.withLoop(limit: 100, threads: threads) { loops, diary in
            let (gate, host) = (ScriptedProbe.Gate(), UUID().uuidString)
            loops.accept((1...60).map { bench.task($0, of: 1, "hold \(gate.name)", host: host) })
            await gate.isWaitedFor(by: 10)
            loops.accept((1_001...1_040).map { bench.task($0, of: 1) })
            #expect(await diary.monitors(40) == Array(1_001...1_040))
            loops.accept([bench.task(2_000, of: 2, "hold \(gate.name)", host: host)])
            loops.accept((3_001...3_040).map { bench.task($0, of: 3) })
            #expect(await diary.monitors(40) == Array(3_001...3_040))
            #expect(gate.waiting == 10)
            gate.open()
            #expect(await diary.monitors(61) == Array(1...60) + [2_000])
            #expect(diary.entries.withLock { $0.dropped.isEmpty })
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `at a host that is full organizations take turns`() async throws {
        try await bench.withLoop(limit: 100) { loops, diary in
            let (first, second, host) = (ScriptedProbe.Gate(), ScriptedProbe.Gate(), UUID().uuidString)
            loops.accept((1...10).map { bench.task($0, of: 1, "hold \(first.name)", host: host) })
            await first.isWaitedFor(by: 10)
            loops.accept((11...60).map { bench.task($0, of: 1, "hold \(second.name)", host: host) })
            loops.accept((2_001...2_003).map { bench.task($0, of: 2, "hold \(second.name)", host: host) })
            first.open()
            #expect(await diary.monitors(10) == Array(1...10))
            await second.isWaitedFor(by: 10)
            // All three of the small one are among the next ten.
            #expect(diary.entries.withLock { $0.begun.suffix(10).count { $0.rawValue > 2_000 } } == 3)
            second.open()
            #expect(await diary.monitors(53) == Array(11...60) + Array(2_001...2_003))
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `a check on demand waits for a place at its host like all others`() async throws {
        try await bench.withLoop(limit: 100) { loops, diary in
            let (gate, host) = (ScriptedProbe.Gate(), UUID().uuidString)
            loops.accept((1...10).map { bench.task($0, of: 1, "hold \(gate.name)", host: host) })
            await gate.isWaitedFor(by: 10)
            let answers = AsyncStream<Outcome?>.makeStream()
            loops.check(bench.task(11, of: 2, "hold \(gate.name)", host: host)) {
                answers.continuation.yield((try? $0.get())?.outcome)
            }
            loops.accept([bench.task(12, of: 1)])
            #expect(await diary.monitors(1) == [12])
            #expect(gate.waiting == 10)
            gate.open()
            for await outcome in answers.stream {
                #expect(outcome == .up)
                break
            }
            #expect(await diary.monitors(10) == Array(1...10))
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `whoever waits for a host while his share is used up, waits for that, and all are checked`() async throws {
        try await bench.withLoop(limit: 12, threads: 2) { loops, diary in
            let hosts = (0..<2).map { _ in UUID().uuidString }
            let tasks = (Int64(1)...600).map { bench.task($0, of: $0 % 5, "busy", host: hosts[Int($0 % 2)]) }
            loops.accept(tasks)
            #expect(await diary.monitors(600) == Array(1...600))
            #expect(diary.entries.withLock { $0.dropped.isEmpty })
            #expect(hosts.allSatisfy { (1...10).contains(ScriptedProbe.mostAtOnce(at: $0)) })
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `a runner that ends gives back also what waits for a host`() async throws {
        try await bench.withLoop(limit: 100) { loops, diary in
            let (gate, host) = (ScriptedProbe.Gate(), UUID().uuidString)
            loops.accept((1...15).map { bench.task($0, of: 1, "hold \(gate.name)", host: host) })
            await gate.isWaitedFor(by: 10)
            async let drained: Void = loops.drain(within: .seconds(30))
            while diary.entries.withLock({ $0.givenBack.count < 5 }) { await Task.yield() }
            gate.open()
            await drained
            #expect(await diary.monitors(10).count == 10)
            #expect(diary.entries.withLock { $0.begun.count } == 10)
        }
    }
}
