import Foundation
import HawkBroker
import HawkCore
import HawkNet
import HawkProbes
import HawkStore
import HawkTestSupport
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct RunnerTests {
    /// A runner and its recorder in real time. The registry knows the scripted probe.
    private func withRunner(_ test: (EngineFixture, SystemClock) async throws -> Void) async throws {
        let registry = MonitorTypeRegistry([AnyMonitorType(ScriptedProbe.self)])
        let clock = SystemClock()
        try await EngineFixture.with(.sqlite, types: registry, clock: ManualClock(clock.now)) { fixture in
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
            let resolver = NameResolver()
            let environment = try ProbeEnvironment(
                eventLoopGroup: group, resolver: resolver, policy: TargetPolicy(allowPrivate: true), logger: fixture.engine.logger
            )
            let recorder = Recorder(fixture.engine)
            let runner = RunnerService(
                fixture.engine, on: group, environment: environment, recorder: recorder, clock: clock, concurrency: 100)
            let services = ServiceGroup(
                configuration: .init(services: [.init(service: recorder), .init(service: runner)], logger: fixture.engine.logger))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await services.run() }
                try await test(fixture, clock)
                await services.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            resolver.shutdown()
            try await group.shutdownGracefully()
        }
    }

    private func monitor(_ fixture: EngineFixture, _ script: String) async throws -> Monitor {
        try await fixture.monitor {
            $0.type = ScriptedProbe.type
            $0.target = "\(UUID().uuidString):\(script)"
            $0.timing.confirmationDelay = .milliseconds(5)
        }
    }

    /// Returns the outcomes of the next recorded checks.
    private func recorded(_ count: Int, of events: AsyncStream<LiveEvent>) async -> [Outcome] {
        var outcomes: [Outcome] = []
        for await event in events {
            guard case .check(_, let outcome, _, _) = event.kind else { continue }
            outcomes.append(outcome)
            if outcomes.count == count { break }
        }
        return outcomes
    }

    @Test func `a task is checked at its slot and recorded, and a repeat is not checked again`() async throws {
        try await withRunner { fixture, clock in
            let monitor = try await monitor(fixture, "down")
            let events = fixture.broker.events()
            let task = CheckTask(monitor, slot: clock.now + .milliseconds(100), location: "default", epoch: 1)
            try await fixture.broker.emit([task, task])
            #expect(await recorded(1, of: events) == [.down])
            let results = try await fixture.engine.database.read { db in
                try ResultRepository().page(of: monitor, from: .epoch, to: task.slot + .seconds(1), limit: 10, in: db)
            }
            #expect(results.map(\.slot) == [task.slot])
            #expect(try #require(results.first).startedAt >= task.slot)
            #expect(try await fixture.incidents(of: monitor).count == 1)
        }
    }

    @Test func `a task older than its interval stays a gap`() async throws {
        try await withRunner { fixture, clock in
            let (old, new) = (try await monitor(fixture, "up"), try await monitor(fixture, "up"))
            let events = fixture.broker.events()
            try await fixture.broker.emit([
                CheckTask(old, slot: clock.now - .seconds(61), location: "default", epoch: 1),
                CheckTask(new, slot: clock.now, location: "default", epoch: 1),
            ])
            #expect(await recorded(1, of: events) == [.up])
            let results = try await fixture.engine.database.read { db in
                try ResultRepository().page(of: old, from: .epoch, to: clock.now, limit: 10, in: db)
            }
            #expect(results.isEmpty)
            #expect(fixture.engine.metrics.text().contains("statushawk_runner_tasks_total{fate=\"stale\"} 1\n"))
        }
    }

    @Test func `an on-demand check returns its stored result, and a draft is not stored`() async throws {
        try await withRunner { fixture, clock in
            let monitor = try await monitor(fixture, "up")
            let task = CheckTask(monitor, slot: clock.now, location: "default", epoch: 0)
            for isRecorded in [true, false] {
                var reply: BrokerReply?
                while reply == nil {
                    do {
                        reply = try await fixture.broker.request(.check(task, recorded: isRecorded), within: .seconds(30))
                    } catch {
                        await Task.yield()  // the runner does not listen yet
                    }
                }
                guard case .checked(let result) = reply else {
                    Issue.record("not checked: \(String(describing: reply))")
                    return
                }
                #expect(result.outcome == .up)
            }
            let results = try await fixture.engine.database.read { db in
                try ResultRepository().page(of: monitor, from: .epoch, to: clock.now + .seconds(1), limit: 10, in: db)
            }
            #expect(results.count == 1)
        }
    }
}
