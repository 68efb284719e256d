import HawkCore
import HawkStore

extension Principal {
    /// Judges once more, where it counts, by the role that the person has now: for what outlives the request.
    ///
    /// Changes of who belongs to the organization wait for the transaction, and it for them.
    /// - Throws: `OperationError.forbidden` where the person's role is too low by now.
    func requireStill(_ role: Role, in db: any Connection) throws {
        try OrganizationRepository().lock(self.organization, in: db)
        guard let member = try MembershipRepository().find(self.maker, of: self.organization, in: db), member.role >= role
        else { throw OperationError.forbidden(needs: role) }
    }
}
