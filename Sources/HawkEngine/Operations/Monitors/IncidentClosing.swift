import HawkCore
import HawkStore

/// Closes the open incidents of a monitor that is not checked any more, and resets its verdicts. If it is checked again, the same
/// failure opens a new incident.
struct IncidentClosing {
    /// Messages of the alert about the end; renderers choose their words by them.
    static let pausedMessage = "the monitor was paused; its recovery was not confirmed"
    static let deletedMessage = "the monitor was deleted; its recovery was not confirmed"
    static let retargetedMessage = "the target was changed"

    private let monitor: Monitor
    /// The reason, for the incident's timeline.
    private let message: String

    init(_ monitor: Monitor, _ message: String) {
        self.monitor = monitor
        self.message = message
    }

    /// - Returns: The incidents that were closed.
    func close(at now: Instant, in db: any Connection) throws -> [Incident] {
        // Location states before the monitor state, in the recorder's lock order.
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

    /// Closes only the certificate incident of the monitor, and forgets its certificate warnings.
    /// - Returns: The incident that was closed. Nil if there was none.
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
        try incidents.append(self.message, status: .resolved, isPublic: false, author: nil, to: closed, at: now, in: db)
        return closed
    }

    private func suspendLocations(at now: Instant, in db: any Connection) throws {
        try LocationStateRepository().change(of: self.monitor.id, in: db) { $0.suspend(at: now) }
    }
}
