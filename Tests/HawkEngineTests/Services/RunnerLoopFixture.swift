import Foundation
import HawkBroker
import HawkCore
import HawkNet
import HawkProbes
import HawkTestSupport
import Logging
import NIOCore
import NIOPosix
import Synchronization

@testable import HawkEngine

/// The part of a runner that runs on event loops, without its source of tasks and its sink of results.
struct RunnerLoopFixture {
    /// What a runner did with its tasks.
    final class Diary: Sendable {
        struct Entries {
            var started: [ID<Organization>: Int] = [:]
            var dropped: [RunnerCount: [CheckTask]] = [:]
            var released: [CheckTask] = []
            var interrupted: [ID<Monitor>] = []
            var begun: [ID<Monitor>] = []
            var attempts: [Outcome] = []
            var onDemand: [OnDemandFate: Int] = [:]
            /// The last load that was reported.
            var load = RunnerLoad()
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
                release: { tasks in self.entries.withLock { $0.released += tasks } },
                interrupt: { monitors in self.entries.withLock { $0.interrupted += monitors } },
                isReady: { true }, begin: { task, _ in self.entries.withLock { $0.begun.append(task.monitor) } },
                onDemand: { fate in self.entries.withLock { $0.onDemand[fate, default: 0] += 1 } },
                report: { load in self.entries.withLock { $0.load = load } })
        }

        /// Ends the wait for results.
        func finish() { self.continuation.finish() }

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

    let clock = SystemClock()

    /// Runs event loops of a runner, each with a number of places for checks.
    /// - Parameter blockingTime: how long a place at an address may keep other organizations waiting.
    func withLoop(
        limit: Int, threads: Int = 1, blockingTime: TimeAmount = .seconds(5), _ test: (RunnerLoops, Diary) async throws -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let resolver = NameResolver()
        let environment = try ProbeEnvironment(
            eventLoopGroup: group, resolver: resolver, policy: TargetPolicy(allowPrivate: true),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let (limits, diary) = (CheckLimits(blockingTime: blockingTime), Diary())
        var loops: [RunnerLoops.Bound] = []
        for loop in Array(group.makeIterator()) {
            let runner = try await loop.submit {
                let context = Check.Context(
                    loop: loop, wheel: environment.wheel(of: loop), environment: environment, clock: self.clock,
                    attempted: { outcome in diary.entries.withLock { $0.attempts.append(outcome) } })
                let runner = RunnerLoop(in: context, limit: limit, limits: limits, hooks: diary.hooks())
                return NIOLoopBound(runner, eventLoop: loop)
            }.get()
            loops.append(.init(loop: loop, runner: runner))
        }
        try await test(RunnerLoops(loops), diary)
        resolver.shutdown()
        try await group.shutdownGracefully()
    }

    /// Orders an on-demand check.
    func order(
        _ task: CheckTask, within limit: Duration = .seconds(600), requester: CallerPresence = CallerPresence()
    ) -> OnDemandOrder {
        OnDemandOrder(task: task, deadline: .now() + .microseconds(limit.microseconds), requester: requester)
    }

    /// - Parameter host: nil for one of its own.
    func task(
        _ number: Int64, of organization: Int64, _ script: String = "up", slot: Instant? = nil, host: String? = nil
    ) -> CheckTask {
        let configuration = MonitorConfiguration(
            name: "m", type: ScriptedProbe.type, target: "\(host ?? UUID().uuidString):\(script)",
            schedule: .polled(CheckTiming(confirmations: 0)))
        let monitor = Monitor(
            id: ID(number), organization: ID(organization), configuration: configuration, createdAt: .epoch, updatedAt: .epoch,
            effectiveAt: .epoch)
        var task = CheckTask(monitor, slot: slot ?? self.clock.now, location: "default", epoch: 1)
        task.receipt = TaskReceipt(location: "default", entry: "\(number)")
        return task
    }
}
