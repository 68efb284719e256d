import HawkCore
import HawkStore

/// Closes what is open about a monitor that is not checked any more, and forgets its verdicts: should it be checked again, the
/// same failure is news again.
struct IncidentClosing {
    /// What the alert of the end says, which its words are chosen by.
    static let pausedMessage = "the monitor was paused; its recovery was not confirmed"
    static let deletedMessage = "the monitor was deleted; its recovery was not confirmed"
    static let retargetedMessage = "the target was changed"

    private let monitor: Monitor
    /// Why, for the incident's timeline.
    private let message: String

    init(_ monitor: Monitor, _ message: String) {
        self.monitor = monitor
        self.message = message
    }

    /// - Returns: the incidents that were closed.
    func close(at now: Instant, in db: any Connection) throws -> [Incident] {
        // The locations' states before the monitor's, as the recorder does.
        try self.suspendLocations(at: now, in: db)
        let states = MonitorStateRepository()
        guard var state = try states.lock([self.monitor.id], in: db).first else { return [] }
        let open = [state.incident, state.anomalyIncident, state.certificateIncident].compactMap { $0 }
        state.verdict = .pending
        state.since = now
        state.incident = nil
        state.anomalyIncident = nil
        state.certificateIncident = nil
        state.certificates = CertificateWatch()
        try states.save(state, in: db)
        return try open.compactMap { try self.resolve($0, at: now, in: db) }
    }

    /// Closes only what is open about the certificates that the monitor's target showed, and forgets what was told of them.
    /// - Returns: the incident that was closed; nil where there was none.
    func closeCertificates(at now: Instant, in db: any Connection) throws -> Incident? {
        let states = MonitorStateRepository()
        guard var state = try states.lock([self.monitor.id], in: db).first else { return nil }
        let open = state.certificateIncident
        state.certificateIncident = nil
        state.certificates = CertificateWatch()
        try states.save(state, in: db)
        return try open.flatMap { try self.resolve($0, at: now, in: db) }
    }

    private func resolve(_ id: ID<Incident>, at now: Instant, in db: any Connection) throws -> Incident? {
        let incidents = IncidentRepository()
        let closed = try incidents.resolve(id, of: self.monitor.organization, at: now, byHand: true, in: db)
        guard let closed else { return nil }
        try incidents.append(self.message, status: .resolved, isPublic: false, author: nil, to: id, at: now, in: db)
        return closed
    }

    private func suspendLocations(at now: Instant, in db: any Connection) throws {
        try LocationStateRepository().change(of: self.monitor.id, in: db) { $0.suspend(at: now) }
    }
}

extension LiveEvent {
    init(_ incident: Incident, at now: Instant) {
        self.init(
            organization: incident.organization, at: now,
            kind: .incident(incident.id, incident.status, monitors: incident.monitors))
    }
}
