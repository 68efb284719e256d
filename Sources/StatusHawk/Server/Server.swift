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
import ServiceLifecycle

/// A server process: opens what its parts share, makes the parts of its roles (`ServerPart.all`), starts them in order and stops
/// them in reverse order.
struct Server {
    /// The limit of a graceful shutdown, in time for a service manager that waits for ten seconds.
    private static let gracePeriod = Duration.seconds(7)
    /// How long a transaction may take after the first signal.
    private static let hurry = Duration.milliseconds(1_500)

    let configuration: ServerConfiguration
    let roles: Set<ServerRole>
    /// The dashboard's directory. If nil, the built-in dashboard.
    let webRoot: String?
    let logger: Logger
    /// This process's name in leases and claims, unique among living processes. If the lock on the data directory allows only one
    /// process, a restart has the same name and need not wait for its own leases.
    let holder: String
    let ending = EndNotice()
    let restart = RestartRequest()

    init(_ configuration: ServerConfiguration, roles: Set<ServerRole>, webRoot: String? = nil) {
        self.configuration = configuration
        self.roles = roles
        self.webRoot = webRoot
        self.logger = LogSetup.logger(configuration)
        self.holder = configuration.database.isSQLite ? "local" : Self.uniqueName()
    }

    private static func uniqueName() -> String {
        let process = ProcessInfo.processInfo
        return "\(process.hostName)/\(process.processIdentifier)/\(String(UInt32.random(in: .min ... .max), radix: 36))"
    }

    /// - Returns: Whether it stopped in order to restart.
    func run() async throws -> Bool {
        // Configuration errors are found before anything is created or opened.
        let clock = SystemClock()
        let policy = try ProbeWiring.policy(self.configuration)
        let channels = try ChannelWiring.environment(self.configuration, policy: policy, clock: clock, logger: self.logger)
        let proxies = try self.proxies()
        let dashboard = try await self.dashboard()
        let resources = try ProcessResources(self.configuration, roles: self.roles)
        resources.warn(self.configuration, self.logger)
        await DescriptorLimit.openTimers()
        let store = try await OpenStore(self.configuration, roles: self.roles, clock: clock)
        let secrets = try await SecretKeyChoice(self.configuration, store).proven()
        let metrics = Metrics()
        ProcessMeters.add(to: metrics, version: StatusHawkVersion.current)
        let troubles = TroubleLog(self.logger)
        // Before anything uses the clock.
        let discipline =
            self.configuration.database.isSQLite
            ? nil : ClockDiscipline(clock, by: store.database, metrics: metrics, troubles: troubles)
        try await discipline?.correct(atStart: true)
        let between = try await BrokerWiring(self.configuration, clock: clock, metrics: metrics, troubles: troubles)
        let engine = Engine(
            database: store.database, broker: between.broker, cache: between.cache, clock: store.clock, secrets: secrets,
            monitorTypes: .standard, channelTypes: ChannelRegistry(installation: channels.installation),
            installation: try await self.installation(
                store.database, hasMailServer: channels.installation.hasMailServer, secrets: secrets),
            metrics: metrics, logger: self.logger, troubles: troubles)
        engine.meterConnections()
        if self.roles.contains(.api) { try await self.makeAdmin(engine) }
        let resolver = NameResolver()
        let watchdog = resources.watchdog(engine)
        let services = try ServerContext(
            self, engine, clock: store.clock, discipline: discipline, channels: channels, policy: policy, resolver: resolver,
            resources: resources, proxies: proxies, dashboard: dashboard, watchdog: watchdog, broker: between.check
        ).makeServices()
        // Kept until the process ends, so that a second signal can also cut the cleanup short.
        let signals = EndSignals(self.logger)
        defer { withExtendedLifetime(signals) {} }
        do {
            watchdog.start()
            defer { watchdog.cancel() }
            try await self.serve(services, over: store.database, until: signals)
        } catch let error as ListenError {
            throw ConfigurationError(error.description)
        }
        resolver.shutdown()
        await between.close()
        await store.close()
        await resources.close()
        self.logger.notice("StatusHawk has stopped")
        // A shutdown signal takes precedence over a restart.
        return self.restart.isMade && !signals.haveBegun
    }

    /// Runs the services until a signal or a restart request stops them. A failure of one stops all.
    private func serve(_ services: [any Service], over database: any Database, until signals: EndSignals) async throws {
        // Below `info`, the group logs the services with all their contents.
        var logger = self.logger
        logger.logLevel = max(logger.logLevel, .info)
        var configuration = ServiceGroupConfiguration(services: services.map { .init(service: $0) }, logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.gracePeriod
        let group = ServiceGroup(configuration: configuration)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for endings in [signals.first, self.restart.made] {
                tasks.addTask { [ending] in
                    for await _ in endings {
                        ending.begin()
                        database.hurry(within: Self.hurry)
                        await group.triggerGracefulShutdown()
                    }
                }
            }
            try await tasks.next()
            tasks.cancelAll()
        }
    }
}
