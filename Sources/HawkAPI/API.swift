import HawkCore
package import HawkEngine
import HawkNet
import Hummingbird

/// The HTTP application, composed from its resources, in the program and in tests. `API+routes.swift` lists them.
package struct API: Sendable {
    package let engine: Engine
    package let streams: OpenStreams
    package let proxies: TrustedProxies
    /// Runs as a service beside the listener.
    package let events: EventHub
    /// Runs as a service beside the listener.
    package let pings: PingIntake
    /// Needs a `PageCacheService` beside the listener.
    package let pages: PageCache
    let monitoring: MonitoringRoutes
    let dashboard: Dashboard?
    let passwords: Passwords
    let limits: SignInLimits

    /// - Parameters:
    ///   - dashboard: nil serves a text with first steps instead.
    ///   - recheck: how often the rights of event listeners are verified.
    package init(
        _ engine: Engine, monitoring: MonitoringRoutes, streams: OpenStreams = OpenStreams(),
        proxies: TrustedProxies = TrustedProxies(), dashboard: Dashboard? = nil, recheck: Duration = .seconds(1)
    ) {
        self.engine = engine
        self.streams = streams
        self.proxies = proxies
        self.events = EventHub(
            engine.liveEvents, limits: EventHub.Limits(streams: streams.limit), troubles: engine.troubles, recheck: recheck,
            current: AuthenticationOperations(engine).current(among:))
        self.pings = PingIntake(engine)
        self.pages = PageCache(engine)
        self.monitoring = monitoring
        self.dashboard = dashboard
        self.passwords = Passwords(rounds: engine.installation.scryptRounds)
        self.limits = SignInLimits(clock: engine.clock)
    }

    /// Returns everything that the role `api` serves.
    /// - Parameter withMonitoring: false if another listener serves the monitoring routes.
    package func makeResponder(withMonitoring: Bool = true) -> FrontResponder {
        self.front(self.makeRouter(withMonitoring: withMonitoring), fallback: self.dashboard)
    }

    /// Returns what the other roles serve: only the monitoring routes.
    package func makeMonitoringResponder() -> FrontResponder {
        let router = Self.emptyRouter()
        self.monitoring.add(to: router)
        return self.front(router)
    }

    static func emptyRouter() -> Router<AppContext> {
        let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ProblemMiddleware())
        return router
    }

    private func front(_ router: Router<AppContext>, fallback: (any Fallback)? = nil) -> FrontResponder {
        let installation = self.engine.installation
        let hosts = AcceptedHosts(
            publicURL: installation.publicURL, further: installation.allowedHosts.compactMap { HostName($0) },
            exempt: self.monitoring.pathsOfAnyHost)
        return FrontResponder(
            router, metrics: HTTPMetrics(self.engine.metrics), proxies: self.proxies, hosts: hosts, fallback: fallback,
            base: BasePath(of: installation.publicURL) ?? .root,
            // Not derived from the request, because any proxy can claim HTTPS.
            demandsHTTPS: installation.publicURL.lowercased().hasPrefix("https://"))
    }
}
