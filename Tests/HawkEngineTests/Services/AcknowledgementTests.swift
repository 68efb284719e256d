import Foundation
import HawkBroker
import HawkChannels
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

/// When a task is acknowledged at a broker between processes.
@Suite(.timeLimit(.minutes(1))) struct AcknowledgementTests {
    private struct Place {
        let engine: Engine
        let runner: RunnerService
        let recorder: Recorder
        let queue: RedisPipeline
        let stream: RedisCommand.Argument

        /// The number of tasks that Redis still holds.
        func tasks() async throws -> Int64? { try await self.queue.send(["XLEN", self.stream], within: .seconds(5)).integer }

        func emit(_ script: String, slot: Instant? = nil) async throws -> CheckTask {
            let now = SystemClock().now
            let monitor = try await self.engine.database.write { db in
                let organization = try OrganizationRepository().insert(name: "Test", at: now, in: db).id
                let configuration = MonitorConfiguration(
                    name: "m", type: ScriptedProbe.type, target: "\(UUID().uuidString):\(script)")
                return try MonitorRepository().create(configuration, of: organization, at: now, in: db)
            }
            let task = CheckTask(monitor, slot: slot ?? now, location: "default", epoch: 1)
            try await self.engine.broker.emit([task])
            return task
        }
    }

    private func withPlace(_ test: (Place) async throws -> Void) async throws {
        let clock = SystemClock()
        try await RedisTestServer.withPrefix { address, prefix in
            try await TestDatabase.sqlite.run(clock: clock) { database in
                let broker = RedisStreamsBroker(address, prefix: prefix, clock: clock)
                let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                let engine = Engine(
                    database: database, broker: broker, clock: clock,
                    secrets: SecretBox(secretKey: Secret(String(repeating: "k", count: 32))),
                    monitorTypes: MonitorTypeRegistry([AnyMonitorType(ScriptedProbe.self)]), channelTypes: .standard,
                    installation: Installation(scryptRounds: 16), logger: logger)
                let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
                let resolver = NameResolver()
                let environment = try ProbeEnvironment(
                    eventLoopGroup: group, resolver: resolver, policy: TargetPolicy(allowPrivate: true), logger: logger)
                let recorder = Recorder(engine)
                let runner = RunnerService(
                    engine, on: group, environment: environment, recorder: recorder, clock: clock, concurrency: 10)
                let queue = RedisPipeline(address, name: "tests")
                try await test(
                    Place(
                        engine: engine, runner: runner, recorder: recorder, queue: queue,
                        stream: .text("\(prefix)tasks:default")))
                await queue.close()
                await broker.close()
                resolver.shutdown()
                try await group.shutdownGracefully()
            }
        }
    }

    private func running(_ services: [any Service], _ body: () async throws -> Void) async throws {
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func `a task is acknowledged only after its result is stored`() async throws {
        try await withPlace { place in
            try await running([place.runner]) {
                _ = try await place.emit("up")
                try await eventually("the check has ended") {
                    place.engine.metrics.text().contains("statushawk_checks_total{outcome=\"up\"} 1\n")
                }
                #expect(try await place.tasks() == 1)
            }
            #expect(try await place.tasks() == 1)
            try await running([place.recorder]) {
                try await eventually("it is acknowledged") { try await place.tasks() == 0 }
            }
        }
    }

    @Test func `a dropped task is acknowledged at once, and a task not begun at shutdown is left for others`()
        async throws
    {
        try await withPlace { place in
            try await running([place.recorder, place.runner]) {
                let now = SystemClock().now
                let early = try await place.emit("up", slot: now + .seconds(11))
                try await place.engine.broker.emit([early])
                try await eventually("the repeat is acknowledged") { try await place.tasks() == 1 }
                #expect(place.engine.metrics.text().contains("statushawk_runner_tasks_total{fate=\"repeated\"} 1\n"))
            }
            #expect(try await place.tasks() == 1)
            var tasks = place.engine.broker.tasks(for: "default").makeAsyncIterator()
            #expect(await tasks.next()?.count == 1)
        }
    }
}
