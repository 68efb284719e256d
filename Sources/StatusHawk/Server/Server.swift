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

/// A server process: creates the parts of its roles, starts them in order and stops them in reverse order.
struct Server {
    /// The limit of a graceful shutdown, in time for a service manager that waits for ten seconds.
    private static let gracePeriod = Duration.seconds(7)
    /// How long a transaction may take after the first signal.
    private static let hurry = Duration.milliseconds(1_500)

    private let configuration: ServerConfiguration
    private let roles: Set<ServerRole>
    /// The dashboard's directory. If nil, the built-in dashboard.
    private let webRoot: String?
    private let logger: Logger
    /// This process's name in leases and claims, unique among living processes. If the lock on the data directory allows only one
    /// process, a restart has the same name and need not wait for its own leases.
    private let holder: String
    private let ending = EndNotice()
    private let restart = RestartRequest()

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
        let timekeeper = ClockService(clock, discipline: discipline, troubles: troubles, logger: self.logger) { [restart] in
            restart.make()
        }
        let services = try self.services(
            engine, clock: store.clock, channels: channels, resolver, policy, proxies, dashboard, between.check, resources,
            watchdog)
        // Kept until the process ends, so that a second signal can also cut the cleanup short.
        let signals = EndSignals(self.logger)
        defer { withExtendedLifetime(signals) {} }
        do {
            watchdog.start()
            defer { watchdog.cancel() }
            try await self.serve([timekeeper] + services, over: store.database, until: signals)
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

    /// Returns the parts of each role, in starting order.
    private func services(
        _ engine: Engine, clock: SystemClock, channels: ChannelEnvironment, _ resolver: NameResolver, _ policy: TargetPolicy,
        _ proxies: TrustedProxies, _ dashboard: Dashboard?, _ check: ReadinessCondition?, _ resources: ProcessResources,
        _ watchdog: Watchdog
    ) throws -> [any Service] {
        var services: [any Service] = [
            OwnServersService(
                servers: OwnServers(self.configuration), network: policy.own, database: engine.database)
        ]
        var checks = [ReadinessCondition("database") { try await engine.database.read { db in _ = try db.now() } }]
        if let check { checks.append(check) }
        if case .sqlite(let path) = self.configuration.database {
            let integrity = IntegrityService(engine, path: path)
            checks.append(ReadinessCondition("database integrity") { try integrity.requireUndamaged() })
            services.append(integrity)
        }
        if self.roles.contains(.notifier) {
            let notifier = NotifierService(engine, environment: channels, holder: self.holder)
            checks.append(ReadinessCondition("alerting") { try notifier.requireAlerting() })
            services.append(notifier)
        }
        var prober: TargetProber?
        if self.roles.contains(.runner) {
            let group = resources.probeLoops
            let probes = try ProbeWiring.environment(on: group, resolver: resolver, policy: policy, logger: self.logger)
            let recorder = Recorder(
                engine, spill: try self.spill("spill"), held: try self.spill("spill/held"), ending: self.ending)
            checks.append(ReadinessCondition("result storage") { try recorder.requireWriting() })
            let named = self.configuration.connectivityCheck
            let connectivity = named.isEmpty ? nil : Connectivity(named, on: group.next(), in: probes, engine)
            services.append(recorder)
            services.append(
                RunnerService(
                    engine, on: group, environment: probes, recorder: recorder, clock: clock,
                    concurrency: resources.maxChecks, connectivity: connectivity))
            services.append(RunnerBeat(engine, name: self.holder))
            prober = self.configuration.probes.map { TargetProber($0, in: probes, on: group, limit: resources.maxProbes) }
        }
        if self.roles.contains(.scheduler) {
            services.append(JanitorService(engine, holder: self.holder))
            services.append(SchedulerService(engine, holder: self.holder))
        }
        let parts = APIParts(
            engine: engine, metricsToken: self.configuration.metricsToken, checks: checks, prober: prober,
            complaint: { watchdog.complaint },
            // At most half of the connections may be streams, so that short requests have the rest.
            streams: OpenStreams(limit: max(resources.descriptors.connections / 2, 1)), proxies: proxies, dashboard: dashboard)
        let servesPeople = self.roles.contains(.api)
        if servesPeople { services += [parts.events, parts.pings, PageCacheService(parts.pages, engine)] }
        let listeners = Listeners(
            self.configuration, servesPeople: servesPeople, parts, network: policy.own, resources: resources,
            logger: self.logger)
        return (listeners.monitoring.map { [$0] } ?? []) + services + (listeners.main.map { [$0] } ?? [])
    }

    /// Returns the place where results wait while the database is unavailable or damaged. With SQLite, the same disk may be full
    /// or failing, but a restart finds them.
    private func spill(_ name: String) throws(ConfigurationError) -> Spill {
        let path = "\(self.configuration.dataDirectory)/\(name)"
        do {
            return try Spill(directory: path)
        } catch {
            throw ConfigurationError("\(path) cannot be used: \(error.localizedDescription)")
        }
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

    private func dashboard() async throws -> Dashboard? {
        guard self.roles.contains(.api) else { return nil }
        do {
            let base = BasePath(of: self.configuration.publicURL) ?? .root
            return if let webRoot {
                try await Dashboard(directory: webRoot, below: base)
            } else {
                try Dashboard.builtIn(below: base)
            }
        } catch let error as WebPackError {
            throw ConfigurationError(error.description)
        }
    }

    private func proxies() throws(ConfigurationError) -> TrustedProxies {
        var ranges: [AddressRange] = []
        for text in self.configuration.trustedProxies {
            guard let range = AddressRange(text) else {
                throw ConfigurationError(
                    .trustedProxies, "contains \(text), which is not an address or a range such as 10.0.0.0/8")
            }
            ranges.append(range)
        }
        return TrustedProxies(ranges)
    }

    private func installation(
        _ database: any Database, hasMailServer: Bool, secrets: SecretBox
    ) async throws -> Installation {
        var installation = Installation(
            publicURL: self.configuration.publicURL, signups: self.configuration.signups, emailConfigured: hasMailServer,
            quotas: self.configuration.quotas, retentionDays: self.configuration.retentionDays,
            location: self.configuration.location,
            hasRunner: self.roles.contains(.runner))
        installation.allowedHosts = self.configuration.allowedHosts
        guard self.roles.contains(.api) else { return installation }
        let code = SetupCode.make(secrets)
        installation.setupCode = Secret(code)
        let isNew = try await database.read { db in try UserRepository().isEmpty(in: db) }
        if isNew, self.configuration.admin == nil {
            self.logger.notice(
                "No account exists yet; the first sign-up requires this setup code, unless it comes from this machine",
                metadata: ["setup.code": "\(code)"])
        }
        return installation
    }

    private func makeAdmin(_ engine: Engine) async throws {
        guard let admin = self.configuration.admin else { return }
        let passwords = Passwords(rounds: engine.installation.scryptRounds)
        let accounts = AccountAdministration(database: engine.database, clock: engine.clock, passwords: passwords)
        do {
            guard try await accounts.createFirstOwner(email: admin.email, password: admin.password) else { return }
        } catch let error as OperationError {
            guard let field = error.errors.first else { throw error }
            throw ConfigurationError(field.field == "password" ? .adminPassword : .adminEmail, field.message)
        }
        self.logger.notice("The first owner was created from the configuration")
    }
}
