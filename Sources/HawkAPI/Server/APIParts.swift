package import HawkCore
package import HawkEngine
import HawkNet
import Hummingbird

/// The parts that the API is assembled from, in the program and in tests.
package struct APIParts: Sendable {
    package let engine: Engine
    package let monitoring: MonitoringRoutes
    package let streams: OpenStreams
    package let proxies: TrustedProxies
    /// Runs as a service beside the listener.
    package let events: EventHub
    let passwords: Passwords
    let limits: SignInLimits
    /// Runs as a service beside the listener.
    package let pings: PingIntake
    /// Needs a `PageCacheService` beside the listener.
    package let pages: PageCache
    let dashboard: Dashboard?

    /// - Parameters:
    ///   - prober: nil disables `/probe`.
    ///   - complaint: names the frozen parts of the process. Nil if none is.
    ///   - dashboard: nil serves a text with first steps instead.
    ///   - recheck: how often the rights of event listeners are verified.
    package init(
        engine: Engine, metricsToken: Secret? = nil, checks: [ReadinessCondition] = [], prober: TargetProber? = nil,
        complaint: @escaping @Sendable () -> String? = { nil }, streams: OpenStreams = OpenStreams(),
        proxies: TrustedProxies = TrustedProxies(), dashboard: Dashboard? = nil, recheck: Duration = .seconds(1)
    ) {
        self.engine = engine
        self.monitoring = MonitoringRoutes(
            metrics: engine.metrics, token: metricsToken, checks: checks, troubles: engine.troubles, prober: prober,
            complaint: complaint)
        self.streams = streams
        self.proxies = proxies
        let authentication = AuthenticationOperations(engine)
        self.events = EventHub(
            engine.liveEvents, limits: EventHub.Limits(streams: streams.limit), troubles: engine.troubles, recheck: recheck,
            current: authentication.current(among:))
        self.passwords = Passwords(rounds: engine.installation.scryptRounds)
        self.limits = SignInLimits(clock: engine.clock)
        self.pings = PingIntake(engine)
        self.pages = PageCache(engine)
        self.dashboard = dashboard
    }

    /// Returns everything that the role `api` serves.
    /// - Parameter withMonitoring: false if another listener serves the monitoring routes.
    package func makeResponder(withMonitoring: Bool = true) -> FrontResponder {
        self.front(self.makeRouter(withMonitoring: withMonitoring), dashboard: self.dashboard)
    }

    /// Returns what the other roles serve: only the monitoring routes.
    package func makeMonitoringResponder() -> FrontResponder {
        let router = Self.emptyRouter()
        self.monitoring.add(to: router)
        return self.front(router)
    }

    private func front(_ router: Router<AppContext>, dashboard: Dashboard? = nil) -> FrontResponder {
        let installation = self.engine.installation
        let hosts = AcceptedHosts(
            publicURL: installation.publicURL, further: installation.allowedHosts.compactMap { HostName($0) },
            exempt: self.monitoring.pathsOfAnyHost)
        return FrontResponder(
            router, metrics: HTTPMetrics(self.engine.metrics), proxies: self.proxies, hosts: hosts, dashboard: dashboard,
            base: BasePath(of: installation.publicURL) ?? .root,
            // Not derived from the request, because any proxy can claim HTTPS.
            demandsHTTPS: installation.publicURL.lowercased().hasPrefix("https://"))
    }

    private static func emptyRouter() -> Router<AppContext> {
        let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ProblemMiddleware())
        return router
    }

    func makeRouter(withMonitoring: Bool = true) -> Router<AppContext> {
        let router = Self.emptyRouter()
        if withMonitoring { self.monitoring.add(to: router) }
        if self.dashboard == nil { WelcomeRoutes(publicURL: self.engine.installation.publicURL).add(to: router) }
        StatusPageRoutes(cache: self.pages).add(to: router)
        PingRoutes(intake: self.pings).add(to: router)
        MailConsentRoutes(consent: ConsentOperations(self.engine)).add(to: router)

        let anyone = router.group("api/v1")
            .add(middleware: CompressionMiddleware())
            .add(middleware: QueryMiddleware())
            .add(middleware: AuthenticationMiddleware(operations: AuthenticationOperations(self.engine)))
            .add(middleware: OriginMiddleware(publicURL: self.engine.installation.publicURL))
        OpenAPIRoutes().add(to: anyone)
        self.addAccountRoutes(anyone)
        let members = anyone.group(context: UserContext.self)
            .add(middleware: QuotaMiddleware(self.engine.installation.quotas, clock: self.engine.clock))
            .add(middleware: IdempotencyMiddleware(operations: IdempotencyOperations(self.engine)))
        self.addOrganizationRoutes(members)
        self.addMonitorRoutes(members)
        return router
    }

    /// Adds the routes of monitors, channels, incidents and status pages.
    private func addMonitorRoutes(_ routes: some RouterMethods<UserContext>) {
        let monitors = MonitorOperations(self.engine)
        MonitorRoutes(monitors: monitors, publicURL: self.engine.installation.publicURL).add(to: routes)
        HistoryRoutes(monitors: monitors).add(to: routes)
        PingHistoryRoutes(monitors: monitors).add(to: routes)
        MonitorTypeRoutes(types: self.engine.monitorTypes).add(to: routes)
        ChannelRoutes(channels: ChannelOperations(self.engine)).add(to: routes)
        ChannelTypeRoutes(types: self.engine.channelTypes).add(to: routes)
        DeliveryRoutes(deliveries: DeliveryOperations(self.engine)).add(to: routes)
        IncidentRoutes(incidents: IncidentOperations(self.engine)).add(to: routes)
        LocationRoutes(locations: LocationOperations(self.engine)).add(to: routes)
        OverviewRoutes(overview: OverviewOperations(self.engine)).add(to: routes)
        StatusPageManagementRoutes(pages: StatusPageOperations(self.engine), cache: self.pages).add(to: routes)
        EventRoutes(hub: self.events, streams: self.streams).add(to: routes)
    }
}
