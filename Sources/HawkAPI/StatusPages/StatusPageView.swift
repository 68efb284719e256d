import HawkCore
import HawkEngine

/// The content of a public page: component names, states, figures and public texts of members. It contains no target, no address
/// and no check message.
struct StatusPageView: Equatable {
    enum Overall: String, CaseIterable {
        case operational, degraded
        case partialOutage = "partial_outage"
        case majorOutage = "major_outage"
        case maintenance, unknown

        /// Orders the values: a worse one is greater.
        fileprivate var gravity: Int {
            switch self {
            case .operational: 0
            case .maintenance: 1
            case .unknown: 2
            case .degraded: 3
            case .partialOutage: 4
            case .majorOutage: 5
            }
        }
    }

    enum State: String, CaseIterable {
        case operational, degraded, down, maintenance
        /// The state cannot be determined, or not yet.
        case unknown
        /// The monitor is paused.
        case paused
    }

    struct Section: Equatable {
        var name: String
        var components: [Component]
    }

    struct Component: Equatable {
        var id: Int64
        var name: String
        var state: State
        /// The start of monitoring if it is later than the first day shown; otherwise nil.
        var since: Instant?
        var uptimePercent: Double?
        var coveragePercent: Double?
        /// Also nil if the page does not show it.
        var latency: Duration?
        var days: [Day]
    }

    struct Day: Equatable {
        /// The start of the day, UTC.
        var start: Instant
        var uptimePercent: Double?
        var downtime: Duration
        /// Whether the component existed on this day.
        var existed: Bool
    }

    struct PublicIncident: Equatable {
        var publicID: String
        var title: String
        var status: Incident.Status
        var severity: Incident.Severity
        var startedAt: Instant
        var resolvedAt: Instant?
        /// The part of the incident without data. Nil if there was nothing to measure.
        var unmeasured: Duration?
        /// Plain description of the failure. Nil if the cause is unknown.
        var explanation: String?
        var components: [Component.Reference]
        var updates: [Update]
    }

    struct Update: Equatable {
        var at: Instant
        var status: Incident.Status
        var message: String
    }

    var slug: String
    var title: String
    var description: String
    var theme: StatusPage.Theme
    var historyDays: Int
    var asOf: Instant
    /// The worst of the components' states and the open incidents.
    var overall: Overall
    /// The severity of the worst open announcement, if it is worse than every component's state.
    var announced: Incident.Severity?
    var sections: [Section]
    /// Newest first.
    var incidents: [PublicIncident]
}

extension StatusPageView.Component {
    /// The part of a component that an incident refers to.
    struct Reference: Equatable {
        var id: Int64
        var name: String
    }
}

extension StatusPageView {
    init(_ source: PublicPage) {
        let page = source.page
        self.slug = page.slug
        self.title = page.title
        self.description = page.description
        self.theme = page.theme
        self.historyDays = source.days.count
        self.asOf = source.asOf
        self.sections = page.sections.compactMap { section in
            let components = section.components.compactMap { component in
                source.monitors[component.monitor].map { Component(component, $0, source.days) }
            }
            return components.isEmpty ? nil : Section(name: section.name, components: components)
        }
        self.incidents = source.incidents.map { PublicIncident($0, on: page) }
        let shown = Overall(of: self.sections.flatMap(\.components).map(\.state))
        let open = source.incidents.map(\.incident).filter { $0.resolvedAt == nil }
        // An open outage has a component that is down, even if its present state is unknown.
        let measured =
            open.contains { $0.cause != .manual } && shown.gravity < Overall.partialOutage.gravity ? .partialOutage : shown
        let announced = open.filter { $0.cause == .manual }.map(\.severity).max { Overall($0).gravity < Overall($1).gravity }
        self.announced = announced.flatMap { Overall($0).gravity > measured.gravity ? $0 : nil }
        self.overall = self.announced.map { Overall($0) } ?? measured
    }
}

extension StatusPageView.Overall {
    /// The worst known state wins. An unknown state is shown before everything counts as operational.
    init(of states: [StatusPageView.State]) {
        let watched = states.filter { $0 != .paused }
        let down = watched.filter { $0 == .down }.count
        if down > 0 {
            self = down == watched.count ? .majorOutage : .partialOutage
        } else if watched.contains(.degraded) {
            self = .degraded
        } else if watched.isEmpty || watched.contains(.unknown) {
            self = .unknown
        } else {
            self = watched.contains(.maintenance) ? .maintenance : .operational
        }
    }
}

extension StatusPageView.Overall {
    /// The overall status that an open incident alone implies.
    fileprivate init(_ severity: Incident.Severity) {
        switch severity {
        case .minor: self = .degraded
        case .major: self = .partialOutage
        case .critical: self = .majorOutage
        }
    }
}

extension StatusPageView.State {
    init(_ status: MonitorStatus) {
        switch status {
        case .up: self = .operational
        case .degraded: self = .degraded
        case .down: self = .down
        case .maintenance: self = .maintenance
        case .paused: self = .paused
        case .unknown, .pending: self = .unknown
        }
    }
}

extension StatusPageView.Component {
    init(_ component: StatusPage.Component, _ history: PublicPage.MonitorHistory, _ days: [Instant]) {
        self.id = component.id
        self.name = component.name
        self.state = StatusPageView.State(history.status)
        self.since = history.since
        self.uptimePercent = history.uptimePercent
        self.coveragePercent = history.coveragePercent
        self.latency = component.showLatency ? history.latency : nil
        self.days = days.map { start in
            let day = history.days[start]
            return StatusPageView.Day(
                start: start, uptimePercent: day?.uptimePercent, downtime: day?.downtime ?? .zero,
                existed: history.createdAt < start + .days(1))
        }
    }
}
