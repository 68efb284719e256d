import HawkCore
import HawkEngine

@testable import HawkAPI

extension PublicPage {
    static let now = Instant("2026-11-22T04:05:06.789Z")!

    /// A page with one section. Each component is named after its position, with a monitor of the same number.
    static func sample(
        _ statuses: [MonitorStatus] = [.up], names: [String] = [], title: String = "Acme", description: String = "",
        sectionName: String = "Services", incidents: [IncidentHistory] = [], historyDays: Int = 3,
        organization: ID<Organization> = ID(1), at now: Instant = now
    ) -> PublicPage {
        let components = statuses.indices.map { index in
            StatusPage.Component(
                id: Int64(index + 1), name: names.indices.contains(index) ? names[index] : "Component \(index + 1)",
                monitor: ID(Int64(index + 1)), showLatency: index == 0)
        }
        let today = now.floored(to: .days(1))
        let days = (0..<historyDays).reversed().map { today - .days(Int64($0)) }
        let histories = statuses.enumerated().map { index, status in
            (ID<Monitor>(Int64(index + 1)), MonitorHistory.sample(status, days))
        }
        return PublicPage(
            page: StatusPage(
                id: ID(1), organization: organization, slug: "acme", title: title, description: description, published: true,
                theme: .system, historyDays: historyDays, sections: [.init(name: sectionName, components: components)],
                createdAt: now, updatedAt: now),
            asOf: now, days: days, monitors: Dictionary(uniqueKeysWithValues: histories), incidents: incidents)
    }
}

extension PublicPage.MonitorHistory {
    /// Created two days ago, down for ten minutes yesterday.
    static func sample(_ status: MonitorStatus, _ days: [Instant]) -> Self {
        let today = days[days.count - 1]
        return Self(
            status: status, createdAt: today - .days(1),
            days: [
                today - .days(1): PublicPage.Day(uptimePercent: 99.30555, downtime: .minutes(10)),
                today: PublicPage.Day(uptimePercent: 100, downtime: .zero),
            ],
            uptimePercent: 99.99999, coveragePercent: 98.5, latency: .microseconds(38_400))
    }
}

extension PublicPage.IncidentHistory {
    static func sample(
        cause: Incident.Cause = .check, title: String = "https://10.0.0.7/secret is down", severity: Incident.Severity = .major,
        resolvedAt: Instant? = nil, updates: [String] = []
    ) -> Self {
        let started = PublicPage.now - .minutes(12)
        return Self(
            incident: Incident(
                id: ID(5), organization: ID(1), publicID: "k3x9", title: title, monitors: [ID(1)],
                status: resolvedAt == nil ? .investigating : .resolved, severity: severity, cause: cause, startedAt: started,
                resolvedAt: resolvedAt, reason: .timeout, message: "no answer from 10.0.0.7:443 within 5 s"),
            updates: updates.enumerated().map { index, message in
                IncidentUpdate(
                    id: ID(Int64(index + 1)), incident: ID(5), status: .identified, message: message, isPublic: true,
                    author: nil, createdAt: started + .minutes(Int64(index + 1)))
            })
    }
}
