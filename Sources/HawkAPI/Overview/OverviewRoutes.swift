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
    private let latency: Double?
    private let openIncidents: Int
    private let recentFailures: [Failure]

    private enum CodingKeys: String, CodingKey {
        case monitors, since
        case uptimePercent = "uptime_percent"
        case coveragePercent = "coverage_percent"
        case latency = "latency_ms"
        case openIncidents = "open_incidents"
        case recentFailures = "recent_failures"
    }

    init(_ overview: HawkEngine.Overview) {
        self.monitors = Counts(overview)
        self.since = overview.since
        self.uptimePercent = overview.uptimePercent
        self.coveragePercent = overview.coveragePercent
        self.latency = overview.latencyMean?.wireMilliseconds
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
        let incident: ID<Incident>
        let monitors: [ID<Monitor>]
        let title: String
        let reason: Reason
        let message: String
        let startedAt: Instant
        let resolvedAt: Instant?

        private enum CodingKeys: String, CodingKey {
            case incident = "incident_id"
            case monitors = "monitor_ids"
            case title, reason, message
            case startedAt = "started_at"
            case resolvedAt = "resolved_at"
        }

        init(_ incident: Incident) {
            self.incident = incident.id
            self.monitors = incident.monitors
            self.title = incident.title
            self.reason = incident.reason
            self.message = incident.message
            self.startedAt = incident.startedAt
            self.resolvedAt = incident.resolvedAt
        }
    }
}
