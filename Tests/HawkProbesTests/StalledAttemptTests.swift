import Glibc
import HawkCore
import HawkNet
import HawkTestSupport
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import HawkProbes

/// Attempts on an event loop that stalls for 300 ms.
@Suite(.timeLimit(.minutes(1))) struct StalledAttemptTests {
    private func observe(_ port: Int, _ settings: JSONValue = [:], timeout: Duration) async throws -> Observation {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let resolver = NameResolver()
        let environment = try ProbeEnvironment(
            eventLoopGroup: group, resolver: resolver, policy: TargetPolicy(allowPrivate: true), logger: Logger(label: "test"))
        let type = try #require(MonitorTypeRegistry.standard[.http])
        let target = try type.normalise(target: "http://127.0.0.1:\(port)/")
        let probe = try type.prepare(target: target, settings: try type.normalise(settings: settings))
        let loop = group.next()
        let promise = loop.makePromise(of: Observation.self)
        loop.execute {
            probe.observe(timeout: timeout, freshLookup: false, on: loop, in: environment) { promise.completeWith($0) }
            loop.scheduleTask(in: .milliseconds(20)) { usleep(300_000) }  // the stall itself
        }
        let seen = try await promise.futureResult.get()
        resolver.shutdown()
        try await group.shutdownGracefully()
        return seen
    }

    @Test func `a target that hangs is down, after its whole timeout`() async throws {
        let server = try await TCPTestServer(.hold)
        let seen = try await self.observe(server.port, timeout: .milliseconds(1_500))
        #expect(seen.outcome == .down && seen.reason == .timeout && seen.timing == .granted)
        #expect(seen.latency >= .milliseconds(1_750))
    }

    @Test func `a failed assertion on latency contains its excess`() async throws {
        let server = try await TCPTestServer(.drip(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".utf8)))
        let slow: JSONValue = ["source": "latency", "operator": "less_than", "value": 100, "severity": "degraded"]
        let seen = try await self.observe(server.port, ["assertions": [slow]], timeout: .seconds(30))
        #expect(seen.outcome == .degraded && seen.reason == .assertion)
        guard case .excess(let excess) = seen.timing else {
            Issue.record("no excess")
            return
        }
        #expect(excess > .zero && excess <= seen.latency - .milliseconds(100))
    }
}
