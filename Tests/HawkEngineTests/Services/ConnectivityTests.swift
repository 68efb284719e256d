import Foundation
import HawkBroker
import HawkCore
import HawkNet
import HawkProbes
import HawkTestSupport
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

@testable import HawkEngine

/// A runner and its network, over real sockets.
@Suite(.timeLimit(.minutes(1))) struct ConnectivityTests {
    /// A listener that counts its connections.
    private final class Listener: Sendable {
        private final class Count: Sendable { let value = Atomic(0) }

        let port: Int
        private let channel: any NIOCore.Channel
        private let count: Count

        init(port: Int = 0) async throws {
            let count = Count()
            self.channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    count.value.add(1, ordering: .relaxed)
                    return channel.eventLoop.makeSucceededVoidFuture()
                }
                .bind(host: "127.0.0.1", port: port).get()
            self.port = self.channel.localAddress?.port ?? 0
            self.count = count
        }

        var accepted: Int { self.count.value.load(ordering: .relaxed) }

        func close() async throws { try await self.channel.close() }

        /// Returns a port on which nothing listens.
        static func closedPort() async throws -> Int {
            let listener = try await Listener()
            try await listener.close()
            return listener.port
        }
    }

    private struct Bench {
        let fixture: EngineFixture
        let group: MultiThreadedEventLoopGroup
        let environment: ProbeEnvironment

        func connectivity(_ ports: Int...) throws -> Connectivity {
            let addresses = try ports.map { try HostAndPort(parsing: "127.0.0.1:\($0)") }
            return Connectivity(addresses, on: self.group.next(), in: self.environment, self.fixture.engine)
        }

        func isLost(_ connectivity: Connectivity) async throws -> Bool {
            try await connectivity.isLost(on: self.group.next()).get()
        }
    }

    private func withBench(_ test: (Bench) async throws -> Void) async throws {
        let registry = MonitorTypeRegistry([AnyMonitorType(ScriptedProbe.self), AnyMonitorType(TCPProbe.self)])
        try await EngineFixture.with(.sqlite, types: registry, clock: ManualClock(SystemClock().now)) { fixture in
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
            let resolver = NameResolver()
            let environment = try ProbeEnvironment(
                eventLoopGroup: group, resolver: resolver, policy: TargetPolicy(allowPrivate: true), logger: fixture.engine.logger
            )
            try await test(Bench(fixture: fixture, group: group, environment: environment))
            resolver.shutdown()
            try await group.shutdownGracefully()
        }
    }

    @Test func `one address that accepts is enough, and a name is allowed`() async throws {
        try await withBench { bench in
            let listener = try await Listener()
            let closed = try await Listener.closedPort()
            #expect(try await !bench.isLost(bench.connectivity(closed, listener.port)))
            let names = [try HostAndPort(parsing: "localhost:\(listener.port)")]
            let byName = Connectivity(names, on: bench.group.next(), in: bench.environment, bench.fixture.engine)
            #expect(try await !bench.isLost(byName))
            try await listener.close()
        }
    }

    @Test func `connectivity is lost when no address accepts, and back when one does`() async throws {
        try await withBench { bench in
            var listener = try await Listener()
            let connectivity = try await bench.connectivity(Listener.closedPort(), listener.port)
            #expect(try await !bench.isLost(connectivity))
            try await listener.close()
            #expect(try await bench.isLost(connectivity))
            #expect(bench.fixture.engine.metrics.text().contains("statushawk_runner_connected 0\n"))
            listener = try await Listener(port: listener.port)
            #expect(try await !bench.isLost(connectivity))
            #expect(bench.fixture.engine.metrics.text().contains("statushawk_runner_connected 1\n"))
            try await listener.close()
        }
    }

    @Test func `concurrent callers share one connection attempt`() async throws {
        try await withBench { bench in
            let listener = try await Listener()
            let connectivity = try bench.connectivity(listener.port)
            let loop = bench.group.next()
            let answers = try await loop.flatSubmit {
                EventLoopFuture.whenAllSucceed((0..<500).map { _ in connectivity.isLost(on: loop) }, on: loop)
            }.get()
            #expect(answers == Array(repeating: false, count: 500))
            // One for the first caller, and perhaps a few for callers that came after it had begun.
            #expect(listener.accepted < 20)
            try await listener.close()
        }
    }

    @Test func `without a network a runner reports no target as down, and continues when it is back`() async throws {
        try await withBench { bench in
            let target = try BlackHole()
            let port = try await Listener.closedPort()
            try await withRunner(bench, bench.connectivity(port)) { check in
                let monitor = try await self.monitor(bench, .tcp, "127.0.0.1:\(target.port)")
                #expect(try await check(monitor) == .unknown)
                #expect(try await bench.fixture.incidents(of: monitor).isEmpty)

                // A target that answers at all has been reached.
                let broken = try await self.monitor(bench, ScriptedProbe.type, "\(UUID().uuidString):ill")
                #expect(try await check(broken) == .down)

                let listener = try await Listener(port: port)
                #expect(try await check(monitor) == .down)
                #expect(try await bench.fixture.incidents(of: monitor).count == 1)

                try await listener.close()
                #expect(try await check(monitor) == .unknown)
                #expect(try await bench.fixture.incidents(of: monitor).first?.resolvedAt == nil)
            }
        }
    }

    private func monitor(_ bench: Bench, _ type: MonitorType, _ target: String) async throws -> Monitor {
        try await bench.fixture.monitor {
            $0.type = type
            $0.target = target
            $0.timing.timeout = .milliseconds(100)
            $0.timing.confirmations = 1
            $0.timing.confirmationDelay = .milliseconds(5)
        }
    }

    /// Runs a runner and its recorder. `test` gets a function that checks a monitor and returns after its result is recorded.
    private func withRunner(
        _ bench: Bench, _ connectivity: Connectivity, _ test: ((Monitor) async throws -> Outcome?) async throws -> Void
    ) async throws {
        let (engine, clock) = (bench.fixture.engine, SystemClock())
        let recorder = Recorder(engine)
        let runner = RunnerService(
            engine, on: bench.group, environment: bench.environment, recorder: recorder, clock: clock, concurrency: 100,
            connectivity: connectivity)
        let services = ServiceGroup(
            configuration: .init(services: [.init(service: recorder), .init(service: runner)], logger: engine.logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await services.run() }
            try await test { monitor in
                let events = bench.fixture.broker.events()
                try await bench.fixture.broker.emit([CheckTask(monitor, slot: clock.now, location: "default", epoch: 1)])
                for await event in events {
                    if case .check(monitor.id, let outcome, _, _) = event.kind { return outcome }
                }
                return nil
            }
            await services.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
