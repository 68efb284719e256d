import Foundation
import HawkCore
import HawkNet
import HawkProbes
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct RunnerLoopTests {
    /// What a runner did with its tasks.
    private final class Diary: Sendable {
        struct Entries {
            var started: [ID<Organization>: Int] = [:]
            var dropped: [RunnerCount: [CheckTask]] = [:]
            var givenBack: [CheckTask] = []
            var attempts: [Outcome] = []
        }

        let entries = Mutex(Entries())
        let results: AsyncStream<CheckResult>
        private let continuation: AsyncStream<CheckResult>.Continuation

        init() { (self.results, self.continuation) = AsyncStream.makeStream() }

        func hooks() -> RunnerLoop.Hooks {
            RunnerLoop.Hooks(
                prepare: { task in
                    self.entries.withLock { $0.started[task.organization, default: 0] += 1 }
                    return try AnyMonitorType(ScriptedProbe.self).prepare(target: task.target, settings: task.settings)
                },
                deliver: { self.continuation.yield($0) },
                drop: { task, fate in self.entries.withLock { $0.dropped[fate, default: []].append(task) } },
                giveBack: { tasks in self.entries.withLock { $0.givenBack += tasks } },
                isReady: { true }, begin: { _ in }, report: { _ in })
        }

        /// The monitors of the next results, sorted.
        func monitors(_ count: Int) async -> [Int64] {
            var monitors: [Int64] = []
            for await result in self.results {
                monitors.append(result.monitor.rawValue)
                if monitors.count == count { break }
            }
            return monitors.sorted()
        }
    }

    private let clock = SystemClock()

    /// One event loop's part of a runner, with places for so many checks.
    private func withLoop(
        limit: Int, _ test: (RunnerLoops, Diary) async throws -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let resolver = NameResolver()
        let environment = try ProbeEnvironment(
            eventLoopGroup: group, resolver: resolver, policy: TargetPolicy(allowPrivate: true),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let (loop, diary) = (group.next(), Diary())
        let runner = try await loop.submit {
            let surroundings = Check.Surroundings(
                loop: loop, wheel: environment.wheel(of: loop), environment: environment, clock: self.clock,
                attempted: { outcome in diary.entries.withLock { $0.attempts.append(outcome) } })
            return NIOLoopBound(RunnerLoop(in: surroundings, limit: limit, hooks: diary.hooks()), eventLoop: loop)
        }.get()
        try await test(RunnerLoops([.init(loop: loop, runner: runner)]), diary)
        resolver.shutdown()
        try await group.shutdownGracefully()
    }

    private func task(
        _ number: Int64, of organization: Int64, _ script: String = "up", slot: Instant? = nil
    ) -> CheckTask {
        let configuration = MonitorConfiguration(
            name: "m", type: ScriptedProbe.type, target: "\(UUID().uuidString):\(script)", confirmations: 0)
        let monitor = Monitor(
            id: ID(number), organization: ID(organization), configuration: configuration, createdAt: .epoch, updatedAt: .epoch,
            effectiveAt: .epoch)
        var task = CheckTask(monitor, slot: slot ?? self.clock.now, location: "default", epoch: 1)
        task.receipt = TaskReceipt(location: "default", entry: "\(number)")
        return task
    }

    @Test func `an organization whose targets all hang does not keep another one's checks waiting`() async throws {
        try await withLoop(limit: 10) { loops, diary in
            let gate = ScriptedProbe.Gate()
            loops.accept((1...500).map { task($0, of: 1, "hold \(gate.name)") })
            loops.accept((1_001...1_005).map { task($0, of: 2) })
            #expect(await diary.monitors(5) == Array(1_001...1_005))
            #expect(diary.entries.withLock { $0.started } == [ID(1): 8, ID(2): 5])
            gate.open()
            #expect(await diary.monitors(500) == Array(1...500))
            #expect(diary.entries.withLock { $0.dropped.isEmpty })
            await loops.drain()
        }
    }

    @Test func `each attempt is counted by what it came to, a spoilt one as unknown`() async throws {
        try await withLoop(limit: 5) { loops, diary in
            loops.accept([task(1, of: 1, "stall,down")])
            #expect(await diary.monitors(1) == [1])
            loops.accept([task(2, of: 1, "up")])
            #expect(await diary.monitors(1) == [2])
            #expect(diary.entries.withLock { $0.attempts } == [.unknown, .down, .up])
            await loops.drain()
        }
    }

    @Test func `a runner that ends gives back what it has not begun, and waits for what it has`() async throws {
        try await withLoop(limit: 5) { loops, diary in
            let gate = ScriptedProbe.Gate()
            loops.accept((1...6).map { task($0, of: 1, "hold \(gate.name)") })
            loops.accept([task(7, of: 2)])
            #expect(await diary.monitors(1) == [7])
            loops.accept((8...9).map { task($0, of: 3, slot: self.clock.now + .seconds(30)) })
            async let drained: Void = loops.drain()
            while diary.entries.withLock({ $0.givenBack.isEmpty }) { await Task.yield() }
            let givenBack = Set(diary.entries.withLock { $0.givenBack.map(\.monitor.rawValue) })
            #expect(givenBack.count == 4 && givenBack.isSuperset(of: [8, 9]))
            loops.accept([task(10, of: 4)])
            while diary.entries.withLock({ $0.givenBack.count < 5 }) { await Task.yield() }
            gate.open()
            await drained
            #expect(await diary.monitors(4) == Set(1...6).subtracting(givenBack).sorted())
        }
    }

    @Test func `what comes to nothing is dropped with its reason`() async throws {
        try await withLoop(limit: 5) { loops, diary in
            let gate = ScriptedProbe.Gate()
            let late = task(1, of: 1, slot: self.clock.now - .seconds(60))
            let first = task(2, of: 1, "hold \(gate.name)")
            var again = task(3, of: 1, slot: self.clock.now + .seconds(1))
            let redelivered = again
            again.receipt = TaskReceipt(location: "default", entry: "another")
            loops.accept([late, first, redelivered, redelivered, again])
            let next = task(2, of: 1, slot: self.clock.now + .milliseconds(50))
            loops.accept([next])
            #expect(await diary.monitors(1) == [3])
            let dropped = diary.entries.withLock { $0.dropped }
            #expect(dropped[.stale] == [late])
            #expect(dropped[.repeated] == [again])
            #expect(dropped[.overlapping] == [next])
            #expect(dropped.count == 3)
            gate.open()
            #expect(await diary.monitors(1) == [2])
            await loops.drain()
        }
    }

    @Test func `what a new leader emits again is not checked twice`() async throws {
        try await withLoop(limit: 5) { loops, diary in
            let first = task(1, of: 1)
            var again = first
            again.epoch = 2
            again.receipt = TaskReceipt(location: "default", entry: "another")
            loops.accept([first])
            #expect(await diary.monitors(1) == [1])
            loops.accept([again, task(2, of: 1)])
            #expect(await diary.monitors(1) == [2])
            #expect(diary.entries.withLock { $0.dropped } == [.repeated: [again]])
            await loops.drain()
        }
    }

    @Test func `a check that came late keeps no slot from being checked that is on time`() async throws {
        try await withLoop(limit: 5) { loops, diary in
            let gate = ScriptedProbe.Gate()
            loops.accept([task(1, of: 1, "hold \(gate.name)", slot: self.clock.now - .seconds(30))])
            loops.accept([task(1, of: 1, slot: self.clock.now + .milliseconds(100))])
            #expect(await diary.monitors(1) == [1])
            // Two late ones would only pile up.
            let late = task(1, of: 1, slot: self.clock.now - .seconds(10))
            loops.accept([late, task(2, of: 1)])
            #expect(await diary.monitors(1) == [2])
            #expect(diary.entries.withLock { $0.dropped[.overlapping]?.map(\.slot) } == [late.slot])
            gate.open()
            #expect(await diary.monitors(1) == [1])
            await loops.drain()
        }
    }

    @Test func `a result carries the receipt of its task`() async throws {
        try await withLoop(limit: 5) { loops, diary in
            loops.accept([task(1, of: 1), task(2, of: 1, "fault")])
            var entries: [String?] = []
            for await result in diary.results {
                entries.append(result.receipt?.entry)
                if entries.count == 2 { break }
            }
            #expect(Set(entries) == ["1", "2"])
            await loops.drain()
        }
    }
}
