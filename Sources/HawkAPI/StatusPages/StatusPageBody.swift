import HawkCore

/// `/status/{slug}.json`
struct StatusPageBody: Encodable {
    struct Page: Encodable {
        let slug: String
        let title: String
        let description: String
        let updatedAt: Instant
    }

    struct Section: Encodable {
        let name: String
        let components: [Component]
    }

    struct Component: Encodable {
        let id: Int64
        let name: String
        let status: String
        let since: Instant?
        let days: [Day]
        let uptimePercent: Double?
        let coveragePercent: Double?
        let latencyMs: Double?
    }

    struct Day: Encodable {
        let date: String
        let uptimePercent: Double?
        let downtimeSeconds: Int64
    }

    struct IncidentBody: Encodable {
        let id: String
        let title: String
        let status: Incident.Status
        let explanation: String?
        let updates: [Update]
        let startedAt: Instant
        let resolvedAt: Instant?
        let unmeasuredSeconds: Int64?
        let componentIDs: [Int64]
    }

    struct Update: Encodable {
        let at: Instant
        let status: Incident.Status
        let message: String
    }

    let page: Page
    let status: String
    let sections: [Section]
    let incidents: [IncidentBody]
    /// Maintenance windows. This version has none.
    let maintenance: [String] = []
}

extension StatusPageBody {
    init(_ view: StatusPageView) {
        self.page = Page(slug: view.slug, title: view.title, description: view.description, updatedAt: view.asOf)
        self.status = view.overall.rawValue
        self.sections = view.sections.map { Section(name: $0.name, components: $0.components.map(Component.init)) }
        self.incidents = view.incidents.map(IncidentBody.init)
    }
}

extension StatusPageBody.Component {
    fileprivate init(_ component: StatusPageView.Component) {
        self.id = component.id
        self.name = component.name
        self.status = component.state.rawValue
        self.since = component.since
        self.uptimePercent = component.uptimePercent.map { Percent($0).rounded }
        self.coveragePercent = component.coveragePercent.map { Percent($0).rounded }
        self.latencyMs = component.latency.map { Double($0.microseconds) / 1_000 }
        self.days = component.days.map { day in
            StatusPageBody.Day(
                date: day.start.date, uptimePercent: day.uptimePercent.map { Percent($0).rounded },
                downtimeSeconds: day.downtime.milliseconds / 1_000)
        }
    }
}

extension StatusPageBody.IncidentBody {
    fileprivate init(_ incident: StatusPageView.PublicIncident) {
        self.id = incident.publicID
        self.title = incident.title
        self.status = incident.status
        self.startedAt = incident.startedAt
        self.resolvedAt = incident.resolvedAt
        self.unmeasuredSeconds = incident.unmeasured.map { $0.milliseconds / 1_000 }
        self.explanation = incident.explanation
        self.componentIDs = incident.components.map(\.id)
        self.updates = incident.updates.map {
            StatusPageBody.Update(at: $0.at, status: $0.status, message: $0.message)
        }
    }
}
