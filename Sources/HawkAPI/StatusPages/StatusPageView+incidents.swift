import HawkCore
import HawkEngine

extension StatusPageView.PublicIncident {
    /// The title and message of an incident name monitors and targets, so they stay private unless a member published an
    /// announcement.
    init(_ history: PublicPage.IncidentHistory, on page: StatusPage) {
        let incident = history.incident
        let concerned = Set(incident.monitors)
        self.components = page.sections.flatMap(\.components).filter { concerned.contains($0.monitor) }
            .map { StatusPageView.Component.Reference(id: $0.id, name: $0.name) }
        self.publicID = incident.publicID
        let names = self.components.map(\.name).joined(separator: ", ")
        self.title =
            incident.cause == .manual && incident.isPublic
            ? incident.title : names.isEmpty ? incident.cause.publicWords : "\(incident.cause.publicWords) of \(names)"
        self.status = incident.status
        self.severity = incident.severity
        self.startedAt = incident.startedAt
        self.resolvedAt = incident.resolvedAt
        self.unmeasured = history.unmeasured
        self.explanation = incident.cause == .manual ? nil : incident.reason.publicWords
        self.updates = history.updates.map {
            StatusPageView.Update(at: $0.createdAt, status: $0.status, message: $0.message)
        }
    }
}

extension Incident.Cause {
    fileprivate var publicWords: String {
        switch self {
        case .check: "Outage"
        case .certificate: "Certificate problem"
        case .flapping: "Unstable service"
        case .anomaly: "Slow responses"
        case .manual: "Incident"
        }
    }
}

extension Reason {
    /// Describes the failure without details of the target. Nil if the target did not cause it.
    fileprivate var publicWords: String? {
        switch self {
        case .none, .runner, .policy: nil
        case .dns: "The DNS lookup failed."
        case .refused: "Refused connections."
        case .unreachable: "Could not be reached."
        case .timeout: "Did not respond in time."
        case .tls: "A secure connection could not be established."
        case .certificateExpired: "The certificate had expired."
        case .certificateInvalid: "The certificate was not valid."
        case .status: "Returned an error."
        case .assertion: "Returned an unexpected response."
        case .protocol: "The connection failed."
        case .tooLarge: "The response was too large."
        case .missed: "Did not report in time."
        }
    }
}
