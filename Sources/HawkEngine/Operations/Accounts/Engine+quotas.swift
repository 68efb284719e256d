import HawkCore
import HawkStore

extension Engine {
    /// Refuses one more where the organization is at its limit, in the transaction that creates it.
    ///
    /// Locks the organization: of two that create at once, the second counts what the first created.
    /// - Parameter created: how many the transaction has created already.
    /// - Throws: `OperationError` with `conflict`.
    func requireRoom(
        for resource: Quotas.Resource, of organization: ID<Organization>, created: Int = 0, in db: any Connection
    ) throws {
        try OrganizationRepository().lock(organization, in: db)
        let limit = self.installation.quotas[resource]
        guard try QuotaRepository().used(resource, of: organization, at: self.clock.now, in: db) - created < limit else {
            throw OperationError(.conflict, resource.refusal(limit: limit))
        }
    }
}
