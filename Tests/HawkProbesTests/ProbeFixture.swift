import HawkCore
import HawkNet
import HawkTestSupport
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import HawkProbes

/// Probes with a name server of their own, as in an attempt of the runner.
struct ProbeFixture {
    let dns: DNSTestServer
    let environment: ProbeEnvironment
    private let group: MultiThreadedEventLoopGroup

    /// - Parameters:
    ///   - zone: names for the test; `local.test` is 127.0.0.1.
    ///   - pinger: with sockets of its own.
    ///   - group: a separate one if an event loop is to stall.
    init(
        _ zone: [String: DNSTestServer.Answer] = [:], policy: TargetPolicy? = nil, pinger: Pinger? = nil,
        group: MultiThreadedEventLoopGroup = .singleton
    ) async throws {
        self.group = group
        let local = DNSTestServer.Answer.addresses([.v4(0x7F00_0001)])
        self.dns = try await DNSTestServer(zone.merging(["local.test": local]) { configured, _ in configured })
        self.environment = try ProbeEnvironment(
            eventLoopGroup: group, resolver: NameResolver(servers: .only([self.dns.address])),
            policy: policy ?? TargetPolicy(allowPrivate: true), trust: .file(path: TrustFile.shared.path),
            logger: Logger(label: "test"), pinger: pinger ?? Pinger(group: group))
    }

    func observe(
        _ type: MonitorType, _ target: String, _ settings: JSONValue = [:], timeout: Duration = .seconds(30),
        freshLookup: Bool = false
    ) async throws -> Observation {
        let type = try #require(MonitorTypeRegistry.standard[type])
        let probe = try type.prepare(
            target: try type.normalise(target: target), settings: try type.normalise(settings: settings))
        let loop = self.group.next()
        let promise = loop.makePromise(of: Observation.self)
        loop.execute {
            probe.observe(timeout: timeout, freshLookup: freshLookup, on: loop, in: self.environment) { promise.completeWith($0) }
        }
        return probe.verdict(on: try await promise.futureResult.get())
    }

    /// Observes a target on a port, and expects that no connection to it stays open.
    func observe(
        http target: String, port: Int, _ settings: JSONValue = [:], timeout: Duration = .seconds(30)
    ) async throws -> Observation {
        let observation = try await self.observe(.http, target, settings, timeout: timeout)
        #expect(try OpenConnections.count(toPort: port) == 0)
        return observation
    }
}

/// An authority that every bench trusts.
final class TrustFile: Sendable {
    static let shared = TrustFile()

    let authority: TestAuthority
    let path: String

    private init() {
        do {
            self.authority = try TestAuthority()
            self.path = try self.authority.writeTrustFile()
        } catch {
            fatalError("cannot make certificates: \(error)")
        }
    }
}
