package import HawkCore
import HawkStore

/// The details that a person reads before accepting an invitation.
package struct InvitationDetails: Sendable {
    package let invitation: Invitation
    package let organization: String
    /// The name of the person who invites.
    package let inviter: String
}

/// Manages invitations: memberships offered by a link that the inviter passes on.
package struct InvitationOperations: Sendable {
    private static let lifetime = Duration.days(7)

    private let engine: Engine
    private let invitations = InvitationRepository()

    package init(_ engine: Engine) { self.engine = engine }

    package func list(after: ID<Invitation>?, limit: Int, as principal: Principal) async throws -> [Invitation] {
        try principal.require(.admin)
        let now = self.engine.clock.now
        return try await self.engine.database.read { [invitations] db in
            try invitations.list(of: principal.organization, after: after, limit: limit, at: now, in: db)
        }
    }

    /// - Returns: The invitation, and the link, which is not shown again.
    package func create(
        email: String, role: Role, as principal: Principal
    ) async throws -> (invitation: Invitation, link: Secret) {
        try principal.require(.admin)
        guard role <= principal.role else { throw OperationError(.forbidden, "you cannot assign a role above your own") }
        var checks = FieldRules()
        let email = checks.email(email)
        try checks.finish()
        let (now, credential) = (self.engine.clock.now, Credential())
        let invitation = try await self.engine.database.write { [invitations] db in
            try principal.requireStill(max(.admin, role), in: db)
            if let user = try UserRepository().find(email: email, in: db),
                try MembershipRepository().find(user.id, of: principal.organization, in: db) != nil
            {
                throw OperationError(.conflict, "\(email) is already a member of this organization")
            }
            try self.engine.requireRoom(for: .invitations, of: principal.organization, in: db)
            let invitation = try invitations.insert(
                hash: credential.hash, of: principal.organization, email: email, role: role, by: principal.maker, at: now,
                expiresAt: now + Self.lifetime, in: db)
            try self.engine.audit(
                "invitation.create", AuditEntry.Subject("invitation", invitation.id.rawValue), by: principal,
                details: ["email": .string(email), "role": .string(role.rawValue)], in: db)
            return invitation
        }
        return (invitation, Secret("\(self.engine.installation.publicURL)/invite/\(credential.secret.revealed)"))
    }

    package func revoke(_ id: ID<Invitation>, as principal: Principal) async throws {
        try principal.require(.admin)
        let now = self.engine.clock.now
        try await self.engine.database.write { [invitations] db in
            guard let invitation = try invitations.find(id, of: principal.organization, at: now, in: db) else {
                throw OperationError.notFound
            }
            guard invitation.role <= principal.role else { throw OperationError.forbidden(needs: invitation.role) }
            try invitations.revoke(id, at: now, in: db)
            try self.engine.audit(
                "invitation.revoke", AuditEntry.Subject("invitation", id.rawValue), by: principal,
                details: ["email": .string(invitation.email)], in: db)
        }
    }

    /// Returns the details of an invitation. The caller has already checked `SignInLimits` for the network.
    /// - Throws: `OperationError` if the invitation is not open.
    package func details(of token: Secret) async throws -> InvitationDetails {
        let now = self.engine.clock.now
        return try await self.engine.database.read { db in
            let invitation = try Invitations.require(token, at: now, in: db)
            guard let organization = try OrganizationRepository().find(invitation.organization, in: db),
                let maker = invitation.createdBy, let inviter = try UserRepository().find(maker, in: db)
            else { throw OperationError.notFound }
            return InvitationDetails(invitation: invitation, organization: organization.name, inviter: inviter.name)
        }
    }

    /// Adds a person who has an account to the organization.
    package func accept(
        _ token: Secret, as person: Identity.Person, from origin: RequestOrigin
    ) async throws -> Membership {
        let now = self.engine.clock.now
        return try await self.engine.database.write { db in
            guard let user = try UserRepository().find(person.user, in: db) else { throw OperationError.unauthenticated }
            let invitation = try Invitations.require(token, for: user.email, at: now, in: db)
            try Invitations.accept(invitation, by: user, from: origin, engine: self.engine, in: db)
            let memberships = try MembershipRepository().list(of: user.id, in: db)
            guard let membership = memberships.first(where: { $0.organization.id == invitation.organization }) else {
                throw OperationError.notFound
            }
            return membership
        }
    }
}
