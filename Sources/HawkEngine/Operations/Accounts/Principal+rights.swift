import HawkCore
import HawkStore

extension Principal {
    /// Checks the person's current role again, for changes that outlive the request.
    ///
    /// The lock serializes this with membership changes of the organization.
    /// - Throws: `OperationError.forbidden` if the person's role is too low now.
    func requireStill(_ role: Role, in db: any Connection) throws {
        try OrganizationRepository().lock(self.organization, in: db)
        guard let member = try MembershipRepository().find(self.maker, of: self.organization, in: db), member.role >= role
        else { throw OperationError.forbidden(needs: role) }
    }
}
