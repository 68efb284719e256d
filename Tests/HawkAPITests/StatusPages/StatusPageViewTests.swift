import HawkCore
import HawkEngine
import NIOCore
import Testing

@testable import HawkAPI

@Suite struct StatusPageViewTests {
    @Test(arguments: [
        ([MonitorStatus.up, .up], StatusPageView.Overall.operational), ([.up, .down], .partialOutage),
        ([.down, .down], .majorOutage),
        ([.down, .paused], .majorOutage), ([.up, .degraded, .unknown], .degraded), ([.up, .unknown], .unknown),
        ([.up, .pending], .unknown), ([.up, .paused], .operational), ([.paused], .unknown), ([], .unknown),
        ([.up, .maintenance], .maintenance),
    ])
    func `the worst known state comes first, and an unknown one never counts as operational`(
        _ statuses: [MonitorStatus], _ overall: StatusPageView.Overall
    ) {
        #expect(StatusPageView(.sample(statuses)).overall == overall)
    }

    @Test(
        arguments: [
            ([.up], .manual, .minor, .degraded, "A minor incident is open"),
            ([.up], .manual, .major, .partialOutage, "A major incident is open"),
            ([.up, .unknown], .manual, .critical, .majorOutage, "A critical incident is open"),
            ([.up, .down], .manual, .minor, .partialOutage, "Some systems are down"),
            ([.up, .down], .manual, .critical, .majorOutage, "A critical incident is open"),
            ([.down], .manual, .critical, .majorOutage, "All systems are down"),
            ([.maintenance], .manual, .minor, .degraded, "A minor incident is open"),
            ([.up, .up], .check, .critical, .partialOutage, "Some systems are down"),
            ([.unknown], .check, .major, .partialOutage, "Some systems are down"),
            ([.down], .check, .major, .majorOutage, "All systems are down"),
            ([], .manual, .minor, .degraded, "A minor incident is open"),
        ] as [([MonitorStatus], Incident.Cause, Incident.Severity, StatusPageView.Overall, String)])
    func `the headline follows the worst of components and open incidents`(
        _ statuses: [MonitorStatus], _ cause: Incident.Cause, _ severity: Incident.Severity, _ overall: StatusPageView.Overall,
        _ words: String
    ) {
        let open = StatusPageView(.sample(statuses, incidents: [.sample(cause: cause, severity: severity)]))
        #expect(open.overall == overall && open.headline == words)
        #expect(StatusPageMarkup(view: open).html.contains("<strong>\(words)</strong>"))
        let over = PublicPage.IncidentHistory.sample(cause: cause, severity: severity, resolvedAt: PublicPage.now)
        #expect(StatusPageView(.sample(statuses, incidents: [over])).overall == StatusPageView(.sample(statuses)).overall)
    }

    @Test func `a page without components says so`() {
        let view = StatusPageView(.sample([]))
        #expect(view.headline == "No components yet")
        let html = StatusPageMarkup(view: view).html
        #expect(html.contains("No components yet") && !html.contains("not fully known"))
    }

    @Test func `an incident without a component has a title`() {
        let hidden = Incident(
            id: ID(5), organization: ID(1), publicID: "k3x9", title: "internal", monitors: [], status: .investigating,
            severity: .minor, cause: .manual, startedAt: PublicPage.now, isPublic: false)
        let history = PublicPage.IncidentHistory(incident: hidden, updates: [])
        #expect(StatusPageView(.sample([.up], incidents: [history])).incidents.map(\.title) == ["Incident"])
    }

    @Test func `a component without its monitor is not shown`() {
        let source = PublicPage.sample([.up, .up])
        let reduced = PublicPage(
            page: source.page, asOf: source.asOf, days: source.days, monitors: source.monitors.filter { $0.key == ID(2) },
            incidents: [])
        #expect(StatusPageView(reduced).sections.flatMap(\.components).map(\.name) == ["Component 2"])
        let empty = PublicPage(page: source.page, asOf: source.asOf, days: source.days, monitors: [:], incidents: [])
        #expect(StatusPageView(empty).sections.isEmpty)
    }

    @Test func `response times are shown only where the page enables them`() {
        let components = StatusPageView(.sample([.up, .up])).sections[0].components
        #expect(components.map { $0.latency != nil } == [true, false])
    }

    @Test func `an incident uses the public names`() throws {
        let view = StatusPageView(.sample([.down], names: ["Shop"], incidents: [.sample(updates: ["We are on it."])]))
        let incident = try #require(view.incidents.first)
        #expect(incident.title == "Outage of Shop")
        #expect(incident.explanation == "Did not respond in time.")
        #expect(incident.components.map(\.id) == [1])
        #expect(incident.updates.map(\.message) == ["We are on it."])
        let manual = StatusPageView(.sample([.up], incidents: [.sample(cause: .manual, title: "Slow payments")]))
        #expect(manual.incidents.first?.title == "Slow payments")
        #expect(manual.incidents.first?.explanation == nil)
    }

    @Test func `no target and no check message is published`() throws {
        let view = StatusPageView(.sample([.down], incidents: [.sample()]))
        let json = String(buffer: try BodyEncoder.bytes(of: StatusPageBody(view)))
        for text in [StatusPageMarkup(view: view).html, json] { #expect(!text.contains("10.0.0.7")) }
    }

    @Test func `the JSON is as the API documents it`() throws {
        let view = StatusPageView(.sample([.up], names: ["Shop"], incidents: [.sample(updates: ["We are on it."])]))
        #expect(
            try BodyEncoder.value(of: StatusPageBody(view)) == [
                "page": ["slug": "acme", "title": "Acme", "description": "", "updated_at": "2026-11-22T04:05:06.789Z"],
                "status": "partial_outage",
                "sections": [
                    [
                        "name": "Services",
                        "components": [
                            [
                                "id": 1, "name": "Shop", "status": "operational", "since": .null, "uptime_percent": 99.999,
                                "coverage_percent": 98.5, "latency_ms": 38.4,
                                "days": [
                                    ["date": "2026-11-20", "uptime_percent": .null, "downtime_seconds": 0],
                                    ["date": "2026-11-21", "uptime_percent": 99.305, "downtime_seconds": 600],
                                    ["date": "2026-11-22", "uptime_percent": 100.0, "downtime_seconds": 0],
                                ],
                            ]
                        ],
                    ]
                ],
                "incidents": [
                    [
                        "id": "k3x9", "title": "Outage of Shop", "status": "investigating",
                        "started_at": "2026-11-22T03:53:06.789Z", "resolved_at": .null,
                        "unmeasured_seconds": .null, "explanation": "Did not respond in time.", "component_ids": [1],
                        "updates": [
                            ["at": "2026-11-22T03:54:06.789Z", "status": "identified", "message": "We are on it."]
                        ],
                    ]
                ],
                "maintenance": [],
            ])
    }

    @Test(arguments: [
        (100.0, "100%"), (99.99999, "99.99%"), (99.9, "99.9%"), (99.05, "99.05%"), (0.0, "0%"), (33.3333, "33.33%"),
    ])
    func `a percentage is never rounded up`(_ value: Double, _ words: String) {
        #expect(Percent(value).words == words)
    }
}
