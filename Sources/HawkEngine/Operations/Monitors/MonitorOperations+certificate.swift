package import HawkCore
import HawkStore

extension MonitorOperations {
    /// Returns the certificates that a monitor's target showed last, and the current time, which determines the days left.
    /// - Throws: `notFound` if it has not shown any.
    package func certificate(
        of id: ID<Monitor>, as principal: Principal
    ) async throws -> (sighting: CertificateSighting, now: Instant) {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            let monitor = try self.monitors.require(id, of: principal.organization, in: db)
            guard let sighting = try CertificateChainRepository().find(of: monitor, in: db) else {
                throw OperationError.notFound
            }
            return (sighting, try db.now())
        }
    }

    /// Closes the certificate incident of a target that is no longer monitored, and alerts about its end.
    func forgetCertificates(of monitor: Monitor, at now: Instant, in db: any Connection) throws {
        let message = IncidentClosing.retargetedMessage
        guard let closed = try IncidentClosing(monitor, message).closeCertificates(at: now, in: db) else { return }
        let status = try self.monitors.pulse(of: monitor.id, in: db)?.status(at: now)
        try AlertEventRepository().insert(
            AlertEventRepository.Draft(
                organization: monitor.organization, incident: closed.id, monitor: monitor.id, kind: closed.kindOfEnd,
                occurredAt: now, status: status ?? .unknown, reason: closed.reason, message: message), in: db)
    }
}
