import Foundation
import HawkAPI
import HawkChannels
import HawkCore
import HawkEngine
import HawkNet
import HawkProbes
import HawkStore
import NIOPosix
import ServiceLifecycle

/// What the parts of a process are made from. None of it depends on a part.
struct ServerContext {
    let configuration: ServerConfiguration
    let roles: Set<ServerRole>
    /// This process's name in leases and claims.
    let holder: String
    let engine: Engine
    let clock: SystemClock
    /// Nil if the machine's clock is the only one.
    let discipline: ClockDiscipline?
    let channels: ChannelEnvironment
    /// Nil without the role `runner`.
    let probes: ProbeEnvironment?
    /// Our own servers, which are never targets. It gets the ports of listeners; a port may be known only after the start.
    let network: OwnNetwork
    let resources: ProcessResources
    let api: API
    let readiness: Readiness
    let ending: EndNotice
    let restart: RestartRequest
    let readyLine: ReadyLine
    /// The services that the part being made needs.
    var needed: [any Service] = []

    /// - Parameter broker: The readiness check of Redis. Nil if it is not used.
    init(
        _ server: Server, _ engine: Engine, clock: SystemClock, discipline: ClockDiscipline?, channels: ChannelEnvironment,
        policy: TargetPolicy, resolver: NameResolver, resources: ProcessResources, proxies: TrustedProxies,
        dashboard: Dashboard?, watchdog: Watchdog, broker: ReadinessCondition?
    ) throws(ConfigurationError) {
        let configuration = server.configuration
        let probes =
            try server.roles.contains(.runner)
            ? ProbeWiring.environment(on: resources.probeLoops, resolver: resolver, policy: policy, logger: engine.logger) : nil
        let prober = probes.flatMap { probes in
            configuration.probes.map { TargetProber($0, in: probes, on: resources.probeLoops, limit: resources.maxProbes) }
        }
        let database = ReadinessCondition("database") { try await engine.database.read { db in _ = try db.now() } }
        let readiness = Readiness([database, broker].compactMap { $0 })
        let monitoring = MonitoringRoutes(
            engine, token: configuration.metricsToken, readiness: readiness, prober: prober,
            complaint: { watchdog.complaint })
        self.configuration = configuration
        self.roles = server.roles
        self.holder = server.holder
        self.engine = engine
        self.clock = clock
        self.discipline = discipline
        self.channels = channels
        self.probes = probes
        self.network = policy.own
        self.resources = resources
        self.api = API(
            engine, monitoring: monitoring,
            // At most half of the connections may be streams, so that short requests have the rest.
            streams: OpenStreams(limit: max(resources.descriptors.connections / 2, 1)), proxies: proxies, dashboard: dashboard)
        self.readiness = readiness
        self.ending = server.ending
        self.restart = server.restart
        self.readyLine = ReadyLine(configuration, roles: server.roles)
    }

    /// Returns a service that the part being made needs.
    func need<Needed: Service>(_ type: Needed.Type) -> Needed {
        for case let service as Needed in self.needed { return service }
        preconditionFailure("a part uses \(type), but does not need a part of this type")
    }

    /// Returns the place where results wait while the database is unavailable or damaged. With SQLite, the same disk may be full
    /// or failing, but a restart finds them.
    func spill(_ name: String) throws(ConfigurationError) -> Spill {
        let path = "\(self.configuration.dataDirectory)/\(name)"
        do {
            return try Spill(directory: path)
        } catch {
            throw ConfigurationError("\(path) cannot be used: \(error.localizedDescription)")
        }
    }

    func mainListener(_ responder: FrontResponder) -> HTTPService {
        self.listener(
            "main", on: self.configuration.listen, responder, streams: self.api.streams,
            maxConnections: self.resources.descriptors.connections)
    }

    /// - Parameter name: The listener's name in metrics.
    func listener(
        _ name: String, on address: ListenAddress, _ responder: FrontResponder, streams: OpenStreams, maxConnections: Int
    ) -> HTTPService {
        let gate = ConnectionGate(
            ConnectionLimits(max: maxConnections), of: name, proxies: self.api.proxies, metrics: self.engine.metrics,
            troubles: self.engine.troubles)
        return HTTPService(
            responder, host: address.socketHost, port: address.port, streams: streams, gate: gate, on: self.resources.httpLoops,
            logger: self.engine.logger
        ) { [network, readyLine] port in
            network.add(.onThisMachine(port: port))
            readyLine.countDown()
        }
    }
}
