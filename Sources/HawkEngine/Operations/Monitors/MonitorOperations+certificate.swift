package import HawkCore
package import HawkStore

extension MonitorOperations {
    /// The certificates that a monitor's target showed last, and the present, which decides how many days they have left.
    /// - Throws: `notFound` where it has not shown any.
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
}
