import HawkCore
import HawkStore
import Logging

/// Opens and resolves the incidents of one monitor when its locations change, within the recorder's transaction.
struct IncidentLedger {
    let monitor: Monitor
    let now: Instant
    var state: MonitorState

    init(monitor: Monitor, state: MonitorState, now: Instant) {
        self.monitor = monitor
        self.state = state
        self.now = now
    }

    mutating func apply(_ change: Fold.VerdictChange, locations: [LocationState], in db: any Connection) throws {
        if change.verdictChanged || change.isDisagreement { try self.evaluate(change.result, locations, in: db) }
        if let anomaly = change.anomaly { try self.follow(anomaly, change.result, locations, in: db) }
    }

    private mutating func evaluate(_ result: CheckResult, _ locations: [LocationState], in db: any Connection) throws {
        let configuration = self.monitor.configuration
        let quorum = Quorum(configuration)
        // Locations that were removed from the monitor have no vote.
        let witnesses =
            configuration.schedule.kind == .polled
            ? locations.filter { configuration.locations.contains($0.location) } : locations
        var (verdict, since) = quorum.evaluate(witnesses)
        guard verdict != self.state.verdict, verdict != .pending else { return }
        // A result from before the outage does not end it: its location has not reported the time since.
        guard self.state.verdict != .down || result.startedAt >= self.state.since else { return }
        if verdict == .down {
            since = try self.onset(quorum.onset(of: witnesses), by: result, in: db)
            if self.state.incident == nil { self.state.incident = try self.open(result, since: since, in: db) }
        } else if self.state.verdict == .down {
            // If a silent location returns and the others were up all the time, the outage ends now, not before its start.
            if since <= self.state.since { since = max(result.succeededAt, self.state.since) }
            if let incident = self.state.incident {
                // An incident resolved by hand stays attached until now, so that it was not opened again.
                self.state.incident = nil
                try self.resolve(incident, kind: .incidentResolved, at: since, in: db)
            }
        }
        self.state.verdict = verdict
        self.state.since = since
        try db.afterCommit(publish: .status(self.monitor.id, verdict, since: since), of: self.monitor.organization)
        db.afterCommit(
            .log(
                .info, "Monitor verdict changed",
                ["monitor.id": "\(self.monitor.id)", "monitor.verdict": "\(verdict)", "monitor.since": "\(since)"]))
    }

    /// Returns the start of an outage that was just detected: not before the end of the previous one, nor before checks were
    /// resumed.
    private func onset(_ since: Instant, by result: CheckResult, in db: any Connection) throws -> Instant {
        let earlier = try IncidentRepository().spans(
            of: self.monitor.id, cause: .check, touching: since..<Instant(milliseconds: .max), in: db)
        let up = earlier.compactMap(\.end).max() ?? since
        let begun = self.state.verdict == .pending ? min(self.monitor.effectiveAt, result.finishedAt) : since
        return max(since, up, begun)
    }

    func open(_ result: CheckResult, since: Instant, in db: any Connection) throws -> ID<Incident> {
        try self.open(
            IncidentDraft(
                organization: self.monitor.organization, title: "\(self.monitor.configuration.name) is down",
                monitors: [self.monitor.id], cause: .check, startedAt: since, confirmedAt: result.finishedAt,
                reason: result.reason,
                message: result.message),
            kind: .incidentOpened, at: result.finishedAt, in: db)
    }

    private mutating func follow(
        _ change: AnomalyEpisode.Change, _ result: CheckResult, _ locations: [LocationState], in db: any Connection
    ) throws {
        switch change {
        case .opened:
            guard self.state.anomalyIncident == nil else { return }
            let latency = Double((result.latency ?? .zero).microseconds) / 1_000
            self.state.anomalyIncident = try self.open(
                IncidentDraft(
                    organization: self.monitor.organization, title: "\(self.monitor.configuration.name) is slower than usual",
                    monitors: [self.monitor.id], cause: .anomaly, severity: .minor, startedAt: result.startedAt,
                    confirmedAt: result.finishedAt,
                    message:
                        "answered in \(latency.shortText) ms, \((result.zScore ?? 0).shortText) standard deviations above the mean"
                ),
                kind: .anomalyOpened, at: result.finishedAt, in: db)
        case .closed:
            guard let incident = self.state.anomalyIncident, !locations.contains(where: \.episode.isOpen) else { return }
            self.state.anomalyIncident = nil
            try self.resolve(incident, kind: .anomalyClosed, at: result.startedAt, in: db)
        }
    }

    private func open(_ draft: IncidentDraft, kind: AlertKind, at: Instant, in db: any Connection) throws -> ID<Incident> {
        let incident = try IncidentRepository().open(draft, at: self.now, in: db)
        try self.alert(kind, about: incident, status: kind == .incidentOpened ? .down : .up, at: at, in: db)
        return incident.id
    }

    /// Does nothing if the incident is already resolved, because its end was alerted then.
    /// - Parameter status: The monitor's status at the end.
    func resolve(
        _ id: ID<Incident>, kind: AlertKind, at: Instant, status: MonitorStatus = .up, in db: any Connection
    ) throws {
        let organization = self.monitor.organization
        guard let incident = try IncidentRepository().resolve(id, of: organization, at: at, byHand: false, in: db) else { return }
        try self.alert(kind, about: incident, status: status, at: at, in: db)
    }

    /// - Parameters:
    ///   - sequence: Distinguishes events of one kind for one incident; each is stored once.
    ///   - message: Nil for the incident's message.
    func alert(
        _ kind: AlertKind, about incident: Incident, sequence: Int64 = 0, status: MonitorStatus, message: String? = nil,
        at: Instant, in db: any Connection
    ) throws {
        try AlertEventRepository().insert(
            AlertEventRepository.Draft(
                organization: incident.organization, incident: incident.id, monitor: self.monitor.id, kind: kind,
                sequence: sequence, occurredAt: at, status: status, reason: incident.reason,
                message: message ?? incident.message),
            in: db)
        let monitors = incident.monitors.map(\.description).joined(separator: ",")
        db.afterCommit(
            .log(
                .info, incident.status == .resolved ? "Incident resolved" : "Incident opened or updated",
                ["incident.id": "\(incident.id)", "monitor.id": "\(monitors)"]))
    }
}

extension Double {
    /// With at most one decimal.
    fileprivate var shortText: String {
        let tenths = (self * 10).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    }
}
