import HawkCore
import HawkStore

extension IncidentLedger {
    /// Opens, continues or resolves the monitor's certificate incident from a check's certificates. The state is locked, so only
    /// one of several recorders and locations alerts about a certificate.
    mutating func evaluateCertificates(of result: CheckResult, in db: any Connection) throws {
        switch self.state.certificates.apply(result, isOpen: self.state.certificateIncident != nil) {
        case .warning(let warning):
            guard let chain = result.chain else { return }
            try self.warn(Warning(warning, chain, result), in: db)
        case .over(let since):
            try self.endCertificateIncident(since: since, Self.closingMessage(result), in: db)
        case nil: break
        }
    }

    /// The content of a certificate alert, and its time.
    private struct Warning {
        let sequence: Int64
        let reason: Reason
        let headline: String
        let title: String
        let details: String
        let startedAt: Instant
        let finishedAt: Instant

        init(_ warning: CertificateWarning, _ chain: CertificateChain, _ result: CheckResult) {
            self.sequence = warning.sequence(of: chain)
            self.reason = warning.reason
            self.headline = warning.headline(of: chain, at: result.finishedAt)
            self.title = warning.title(of: chain)
            self.details = warning.details(of: chain, at: result.finishedAt)
            self.startedAt = result.startedAt
            self.finishedAt = result.finishedAt
        }
    }

    /// A further warning continues the incident. If a member has resolved that, it opens a new one.
    private mutating func warn(_ warning: Warning, in db: any Connection) throws {
        let incidents = IncidentRepository()
        let organization = self.monitor.organization
        let title = "\(self.titlePrefix)\(warning.title)"
        if let id = self.state.certificateIncident,
            let open = try incidents.find(id, of: organization, in: db), open.resolvedAt == nil
        {
            let incident = try self.restate(open, title, warning, in: db)
            try incidents.append(
                warning.headline, status: open.status, isPublic: false, author: nil, to: incident, at: self.now, in: db)
            try self.alert(
                .incidentUpdated, about: incident, sequence: warning.sequence, status: self.status, message: warning.headline,
                at: warning.finishedAt, in: db)
        } else {
            let incident = try incidents.open(
                IncidentDraft(
                    organization: organization, title: title, monitors: [self.monitor.id], cause: .certificate, severity: .minor,
                    startedAt: warning.startedAt, confirmedAt: warning.finishedAt, reason: warning.reason,
                    message: warning.details), at: self.now, in: db)
            self.state.certificateIncident = incident.id
            try self.alert(
                .incidentOpened, about: incident, status: self.status, message: warning.headline, at: warning.finishedAt, in: db)
        }
    }

    /// Updates the incident for another warning or certificate. A title that a member set stays.
    private func restate(_ open: Incident, _ title: String, _ warning: Warning, in db: any Connection) throws -> Incident {
        var restated = open
        if open.title.hasPrefix(self.titlePrefix) { restated.title = title }
        restated.reason = warning.reason
        restated.message = warning.details
        return restated == open ? open : try IncidentRepository().update(restated, in: db)
    }

    private var titlePrefix: String { "\(self.monitor.configuration.name): certificate " }

    private mutating func endCertificateIncident(since: Instant, _ closingMessage: String, in db: any Connection) throws {
        guard let id = self.state.certificateIncident else { return }
        self.state.certificateIncident = nil
        let incidents = IncidentRepository()
        let resolved = try incidents.resolve(id, of: self.monitor.organization, at: since, byHand: false, in: db)
        guard let incident = resolved else { return }
        try incidents.append(closingMessage, status: .resolved, isPublic: false, author: nil, to: incident, at: since, in: db)
        try self.alert(.incidentResolved, about: incident, status: self.status, message: closingMessage, at: since, in: db)
    }

    private static func closingMessage(_ result: CheckResult) -> String {
        guard let chain = result.chain else { return "the target no longer presents a certificate" }
        return "the target now presents a certificate that is valid until \(chain.firstToExpire.notAfter.words)"
    }

    /// The monitor's status according to its verdict.
    var status: MonitorStatus {
        switch self.state.verdict {
        case .pending: .pending
        case .up: .up
        case .degraded: .degraded
        case .down: .down
        }
    }
}
