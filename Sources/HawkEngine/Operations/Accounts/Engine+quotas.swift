import HawkCore
import HawkStore

extension Engine {
    /// Throws if the organization is at its limit, in the transaction that creates the resource.
    ///
    /// Locks the organization: of two concurrent creations, the second counts the resource of the first.
    /// - Parameter created: How many resources the transaction has created already.
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
