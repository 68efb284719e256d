import Foundation
import HawkCore
import HawkTestSupport
import Synchronization
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct RunnerLoopTests {
    private let bench = RunnerLoopFixture()
    private var clock: SystemClock { self.bench.clock }

    @Test func `hanging targets of one organization do not delay another one's checks`() async throws {
        try await bench.withLoop(limit: 1_000) { loops, diary in
            let gate = ScriptedProbe.Gate()
            loops.accept((1...5_000).map { bench.task($0, of: 1, "hold \(gate.name)") })
            loops.accept((10_001...10_500).map { bench.task($0, of: 2) })
            // None of the other's checks ends before all of these.
            #expect(await diary.monitors(500) == Array(10_001...10_500))
            let started = diary.entries.withLock { $0.started }
            #expect(started[ID(2)] == 500 && started[ID(1), default: 0] <= 800)
            gate.open()
            #expect(await diary.monitors(5_000) == Array(1...5_000))
            #expect(diary.entries.withLock { $0.dropped.isEmpty })
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `thousands of checks that end synchronously do not nest`() async throws {
        try await bench.withLoop(limit: 1) { loops, diary in
            let gate = ScriptedProbe.Gate()
            loops.accept([bench.task(1, of: 1, "hold \(gate.name)")])
            await gate.isWaitedFor(by: 1)
            loops.accept((2...5_000).map { bench.task($0, of: 1) })
            gate.open()
            #expect(await diary.monitors(5_000) == Array(1...5_000))
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `a failure is compared with the last success of the same revision`() async throws {
        try await bench.withLoop(limit: 5) { loops, diary in
            let host = UUID().uuidString
            var changes: [[AttemptEvidence.Change]?] = []
            let start = self.clock.now
            for (number, revision) in [1, 1, 1, 2].enumerated() {
                let slot = start + .milliseconds(Int64(number))
                var next = bench.task(1, of: 1, "ill,well,ill,ill", slot: slot, host: host)
                next.revision = Int64(revision)
                loops.accept([next])
                for await result in diary.results {
                    changes.append(result.evidence.last?.evidence.changes)
                    break
                }
            }
            #expect(
                changes == [
                    nil, nil,
                    [
                        .init(what: .address, before: "192.0.2.7", after: "192.0.2.8"),
                        .init(what: .status, before: "200", after: "500"),
                        .init(what: .size, before: "5000 bytes", after: "90 bytes"),
                    ], nil,
                ])
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `each attempt is counted by its outcome, an invalid one as unknown`() async throws {
        try await bench.withLoop(limit: 5) { loops, diary in
            loops.accept([bench.task(1, of: 1, "stall,down")])
            #expect(await diary.monitors(1) == [1])
            loops.accept([bench.task(2, of: 1, "up")])
            #expect(await diary.monitors(1) == [2])
            #expect(diary.entries.withLock { $0.attempts } == [.unknown, .down, .up])
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `a runner that shuts down releases what it has not begun, and waits for the rest`() async throws {
        try await bench.withLoop(limit: 5) { loops, diary in
            let gate = ScriptedProbe.Gate()
            loops.accept((1...6).map { bench.task($0, of: 1, "hold \(gate.name)") })
            loops.accept([bench.task(7, of: 2)])
            #expect(await diary.monitors(1) == [7])
            loops.accept((8...9).map { bench.task($0, of: 3, slot: self.clock.now + .seconds(30)) })
            async let drained: Void = loops.drain(within: .seconds(30))
            try await eventually("waiting tasks are released") { diary.entries.withLock { !$0.released.isEmpty } }
            let released = Set(diary.entries.withLock { $0.released.map(\.monitor.rawValue) })
            #expect(released.count == 4 && released.isSuperset(of: [8, 9]))
            loops.accept([bench.task(10, of: 4)])
            try await eventually("the new task is released") { diary.entries.withLock { $0.released.count == 5 } }
            gate.open()
            await drained
            #expect(await diary.monitors(4) == Set(1...6).subtracting(released).sorted())
        }
    }

    @Test func `checks that outlast shutdown are interrupted, and their later outcome is no result`() async throws {
        try await bench.withLoop(limit: 5) { loops, diary in
            let gate = ScriptedProbe.Gate()
            loops.accept((1...3).map { bench.task($0, of: 1, "hold \(gate.name)") })
            await gate.isWaitedFor(by: 3)
            await loops.drain(within: .milliseconds(20))
            #expect(Set(diary.entries.withLock { $0.interrupted }.map(\.rawValue)) == [1, 2, 3])
            gate.open()
            while diary.entries.withLock({ $0.attempts.count }) < 3 { await Task.yield() }
            diary.finish()
            #expect(await diary.monitors(1).isEmpty)
        }
    }

    @Test func `a task that is not checked is dropped with its reason`() async throws {
        try await bench.withLoop(limit: 5) { loops, diary in
            let gate = ScriptedProbe.Gate()
            let late = bench.task(1, of: 1, slot: self.clock.now - .seconds(60))
            let first = bench.task(2, of: 1, "hold \(gate.name)")
            var again = bench.task(3, of: 1, slot: self.clock.now + .seconds(1))
            let redelivered = again
            again.receipt = TaskReceipt(location: "default", entry: "another")
            loops.accept([late, first, redelivered, redelivered, again])
            let next = bench.task(2, of: 1, slot: self.clock.now + .milliseconds(50))
            loops.accept([next])
            #expect(await diary.monitors(1) == [3])
            let dropped = diary.entries.withLock { $0.dropped }
            #expect(dropped[.stale] == [late])
            #expect(dropped[.repeated] == [again])
            #expect(dropped[.overlapping] == [next])
            #expect(dropped.count == 3)
            gate.open()
            #expect(await diary.monitors(1) == [2])
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `a task that a new leader emits again is not checked twice`() async throws {
        try await bench.withLoop(limit: 5) { loops, diary in
            let first = bench.task(1, of: 1)
            var again = first
            again.epoch = 2
            again.receipt = TaskReceipt(location: "default", entry: "another")
            loops.accept([first])
            #expect(await diary.monitors(1) == [1])
            loops.accept([again, bench.task(2, of: 1)])
            #expect(await diary.monitors(1) == [2])
            #expect(diary.entries.withLock { $0.dropped } == [.repeated: [again]])
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `a late check does not prevent one on time`() async throws {
        try await bench.withLoop(limit: 5) { loops, diary in
            let gate = ScriptedProbe.Gate()
            loops.accept([bench.task(1, of: 1, "hold \(gate.name)", slot: self.clock.now - .seconds(30))])
            await gate.isWaitedFor(by: 1)
            var onTime = bench.task(1, of: 1, slot: self.clock.now + .seconds(1))
            // With another target, which does not hang.
            onTime.revision = 2
            loops.accept([onTime])
            #expect(await diary.monitors(1) == [1])
            // Two late ones would only pile up.
            let late = bench.task(1, of: 1, slot: self.clock.now - .seconds(10))
            loops.accept([late, bench.task(2, of: 1)])
            #expect(await diary.monitors(1) == [2])
            while diary.entries.withLock({ $0.dropped[.overlapping] == nil }) { await Task.yield() }
            #expect(diary.entries.withLock { $0.dropped[.overlapping]?.map(\.slot) } == [late.slot])
            gate.open()
            #expect(await diary.monitors(1) == [1])
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `a result carries the receipt of its task`() async throws {
        try await bench.withLoop(limit: 5) { loops, diary in
            loops.accept([bench.task(1, of: 1), bench.task(2, of: 1, "fault")])
            var entries: [String?] = []
            for await result in diary.results {
                entries.append(result.receipt?.entry)
                if entries.count == 2 { break }
            }
            #expect(Set(entries) == ["1", "2"])
            await loops.drain(within: .seconds(30))
        }
    }
}
