import HawkCore

extension StatusPageView {
    /// The headline of the page.
    var headline: String {
        switch self.announced {
        case .minor: "A minor incident is open"
        case .major: "A major incident is open"
        case .critical: "A critical incident is open"
        case nil: self.sections.isEmpty ? "No components yet" : self.overall.words
        }
    }
}

extension StatusPageView.Overall {
    var words: String {
        switch self {
        case .operational: "All systems operational"
        case .degraded: "Some systems are degraded"
        case .partialOutage: "Some systems are down"
        case .majorOutage: "All systems are down"
        case .maintenance: "Maintenance in progress"
        case .unknown: "The status is not fully known"
        }
    }

    var tone: StatusPageTone {
        switch self {
        case .operational: .ok
        case .degraded: .warn
        case .partialOutage, .majorOutage: .bad
        case .maintenance: .info
        case .unknown: .mute
        }
    }
}

extension StatusPageView.State {
    var words: String {
        switch self {
        case .operational: "Operational"
        case .degraded: "Degraded"
        case .down: "Down"
        case .maintenance: "Maintenance"
        case .unknown: "Unknown"
        case .paused: "Not monitored"
        }
    }

    var tone: StatusPageTone {
        switch self {
        case .operational: .ok
        case .degraded: .warn
        case .down: .bad
        case .maintenance: .info
        case .unknown, .paused: .mute
        }
    }
}

extension Incident.Status {
    var words: String {
        switch self {
        case .investigating: "Investigating"
        case .identified: "Identified"
        case .monitoring: "Monitoring"
        case .resolved: "Resolved"
        }
    }
}

extension StatusPage.Theme {
    /// The color scheme for the browser's own controls.
    var colorScheme: String {
        switch self {
        case .system: "light dark"
        case .light: "light"
        case .dark: "dark"
        }
    }
}
