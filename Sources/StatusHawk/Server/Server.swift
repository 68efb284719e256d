import Foundation
import HawkAPI
import HawkBroker
import HawkChannels
import HawkCore
import HawkEngine
import HawkNet
import HawkProbes
import HawkStore
import Logging
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// The whole server in one process: everything is made here, started in order, and ended in the reverse order.
struct Server {
    /// After this long a graceful end is cut short: in time for a service manager that waits for ten seconds.
    private static let patience = Duration.seconds(8)
    /// Who leads where only one process can: the lock on the data directory says so, and a restart need not wait for its own lease.
    private static let holder = "local"

    private let configuration: ServerConfiguration
    private let logger: Logger

    init(_ configuration: ServerConfiguration) {
        self.configuration = configuration
        self.logger = LogSetup.logger(configuration)
    }

    func run() async throws {
        // Whatever can be wrong with the configuration is found before anything is made or opened.
        let clock = SystemClock()
        let policy = try ProbeWiring.policy(self.configuration)
        let channels = try ChannelWiring.environment(self.configuration, policy: policy, clock: clock, logger: self.logger)
        let proxies = try self.proxies()
        let store = try await OpenStore(self.configuration, clock: clock)
        let secretKey = try self.configuration.secretKey ?? store.directory.secretKey()
        let metrics = Metrics()
        let between = try await BrokerWiring(self.configuration, clock: clock, metrics: metrics, logger: self.logger)
        let engine = Engine(
            database: store.database, broker: between.broker, cache: between.cache, clock: store.clock,
            secrets: SecretBox(secretKey: secretKey),
            monitorTypes: .standard, channelTypes: ChannelRegistry(installation: channels.installation),
            installation: try await self.installation(store.database, hasMailServer: channels.installation.hasMailServer),
            metrics: metrics, logger: self.logger)
        try await self.makeAdmin(engine)
        let group = MultiThreadedEventLoopGroup.singleton
        let resolver = NameResolver()
        let probes = try ProbeWiring.environment(on: group, resolver: resolver, policy: policy, logger: self.logger)
        let recorder = Recorder(engine)
        let parts = self.parts(engine, proxies, between.check)
        let services: [any Service] = [
            ClockService(store.clock, logger: self.logger),
            recorder,
            NotifierService(engine, environment: channels, holder: Self.holder),
            JanitorService(engine),
            RunnerService(
                engine, on: group, environment: probes, recorder: recorder, clock: store.clock,
                concurrency: self.configuration.runnerConcurrency),
            SchedulerService(engine, holder: Self.holder),
            parts.events,
            PageCacheService(parts.pages, broker: engine.broker),
            self.listener(parts),
        ]
        do {
            try await self.serve(services)
        } catch let error as ListenError {
            throw ConfigurationError(error.description)
        }
        resolver.shutdown()
        await between.close()
        await store.close()
        self.logger.notice("StatusHawk has ended")
    }

    /// Runs the services; a failure of one ends all.
    private func serve(_ services: [any Service]) async throws {
        var group = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: self.logger)
        group.maximumGracefulShutdownDuration = Self.patience
        try await ServiceGroup(configuration: group).run()
    }

    private func parts(_ engine: Engine, _ proxies: TrustedProxies, _ check: ReadinessCheck?) -> APIParts {
        let database = engine.database
        return APIParts(
            engine: engine, metricsToken: self.configuration.metricsToken,
            checks: [ReadinessCheck("database") { try await database.read { db in _ = try db.now() } }]
                + (check.map { [$0] } ?? []),
            proxies: proxies)
    }

    private func listener(_ parts: APIParts) -> HTTPService {
        let publicURL = self.configuration.publicURL
        return HTTPService(
            parts.makeResponder(), host: self.configuration.host, port: self.configuration.port, streams: parts.streams,
            logger: self.logger
        ) { _ in
            // Past the buffer of `print`: whoever started us waits for this line.
            FileHandle.standardOutput.write(Data("StatusHawk is ready: \(publicURL)\n".utf8))
        }
    }

    private func proxies() throws(ConfigurationError) -> TrustedProxies {
        var ranges: [AddressRange] = []
        for text in self.configuration.trustedProxies {
            guard let range = AddressRange(text) else {
                throw ConfigurationError(
                    .trustedProxies, "holds \(text), which is neither an address nor a range such as 10.0.0.0/8")
            }
            ranges.append(range)
        }
        return TrustedProxies(ranges)
    }

    private func installation(_ database: any Database, hasMailServer: Bool) async throws -> Installation {
        var installation = Installation(
            publicURL: self.configuration.publicURL, signups: self.configuration.signups, emailConfigured: hasMailServer,
            retentionDays: self.configuration.retentionDays, location: self.configuration.location)
        guard self.configuration.listensBeyondLoopback, self.configuration.admin == nil else { return installation }
        guard try await database.read({ db in try UserRepository().isEmpty(in: db) }) else { return installation }
        // Whoever can reach the listener must not be able to become its owner.
        let code = SetupCode.make()
        installation.setupCode = Secret(code)
        self.logger.notice(
            "No account exists yet: signing up asks for this one-time setup code", metadata: ["setup.code": "\(code)"])
        return installation
    }

    private func makeAdmin(_ engine: Engine) async throws {
        guard let admin = self.configuration.admin else { return }
        let passwords = Passwords(rounds: engine.installation.scryptRounds)
        let accounts = AccountAdministration(database: engine.database, clock: engine.clock, passwords: passwords)
        guard try await accounts.createFirstOwner(email: admin.email, password: admin.password) else { return }
        self.logger.notice("The first owner was created from the configuration")
    }
}
