import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/overview`
struct OverviewRoutes {
    let overview: OverviewOperations

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("overview") { _, context in
            OverviewBody(try await self.overview.overview(as: context.principal))
        }
    }
}

/// The figures of an organization's overview. Uptime, coverage and latency cover the last 24 hours.
struct OverviewBody: ResponseEncodable {
    private let monitors: Counts
    private let since: Instant?
    private let uptimePercent: Double?
    private let coveragePercent: Double?
    private let latencyMs: Double?
    private let openIncidents: Int
    private let recentFailures: [Failure]

    init(_ overview: HawkEngine.Overview) {
        self.monitors = Counts(overview)
        self.since = overview.since
        self.uptimePercent = overview.uptimePercent
        self.coveragePercent = overview.coveragePercent
        self.latencyMs = overview.latencyMean?.wireMilliseconds
        self.openIncidents = overview.openIncidents
        self.recentFailures = overview.recentFailures.map(Failure.init)
    }

    private struct Counts: Encodable {
        let total: Int
        let up: Int
        let degraded: Int
        let down: Int
        let unknown: Int
        let paused: Int
        let maintenance: Int
        let pending: Int

        init(_ overview: HawkEngine.Overview) {
            self.total = overview.total
            self.up = overview.statuses[.up] ?? 0
            self.degraded = overview.statuses[.degraded] ?? 0
            self.down = overview.statuses[.down] ?? 0
            self.unknown = overview.statuses[.unknown] ?? 0
            self.paused = overview.statuses[.paused] ?? 0
            self.maintenance = overview.statuses[.maintenance] ?? 0
            self.pending = overview.statuses[.pending] ?? 0
        }
    }

    private struct Failure: Encodable {
        let incidentID: ID<Incident>
        let monitorIDs: [ID<Monitor>]
        let title: String
        let reason: Reason
        let message: String
        let startedAt: Instant
        let resolvedAt: Instant?

        init(_ incident: Incident) {
            self.incidentID = incident.id
            self.monitorIDs = incident.monitors
            self.title = incident.title
            self.reason = incident.reason
            self.message = incident.message
            self.startedAt = incident.startedAt
            self.resolvedAt = incident.resolvedAt
        }
    }
}
