import HawkCore
import HawkStore

/// Validates and accepts invitations, in the caller's transaction.
enum Invitations {
    /// - Throws: `OperationError` if it is not open, or is for another address.
    static func require(
        _ token: Secret, for email: String, at now: Instant, in db: any Connection
    ) throws -> Invitation {
        let invitation = try self.require(token, at: now, in: db)
        guard invitation.email.addressKey.hasSameBytes(as: email.addressKey) else {
            throw OperationError.invalid("invitation", "is for another e-mail address")
        }
        return invitation
    }

    /// - Throws: `OperationError` if it is not open.
    static func require(_ token: Secret, at now: Instant, in db: any Connection) throws -> Invitation {
        let hash = Credential(presented: token.revealed).hash
        guard let invitation = try InvitationRepository().find(hash: hash, at: now, in: db) else {
            throw OperationError.invalid("invitation", "is unknown, used, revoked or expired: ask for a new one")
        }
        try self.requireMaker(of: invitation, in: db)
        return invitation
    }

    /// - Throws: `OperationError` if its creator may no longer invite members with that role.
    private static func requireMaker(of invitation: Invitation, in db: any Connection) throws {
        let maker = try invitation.createdBy.flatMap {
            try MembershipRepository().find($0, of: invitation.organization, in: db)
        }
        guard let maker, maker.role >= max(.admin, invitation.role) else {
            throw OperationError.invalid("invitation", "is from a person who can no longer invite members: ask for a new one")
        }
    }

    /// Adds the user as a member and marks the invitation as used.
    /// - Throws: `OperationError` with `conflict` if the user is a member, or the organization is at its quota.
    static func accept(
        _ invitation: Invitation, by user: User, from origin: RequestOrigin, engine: Engine, in db: any Connection
    ) throws {
        let now = engine.clock.now
        // Check the creator again: with this lock, no role can change before the transaction ends.
        try OrganizationRepository().lock(invitation.organization, in: db)
        try self.requireMaker(of: invitation, in: db)
        do {
            try engine.requireRoom(for: .members, of: invitation.organization, in: db)
            try MembershipRepository().insert(
                user.id, of: invitation.organization, role: invitation.role, at: now, in: db)
        } catch StoreError.unique {
            throw OperationError(.conflict, "you are already a member of this organization")
        }
        try InvitationRepository().accept(invitation.id, at: now, in: db)
        try AuditRepository().insert(
            "invitation.accept", AuditEntry.Subject("invitation", invitation.id.rawValue), of: invitation.organization,
            by: .user(user.id), from: origin, details: ["email": .string(user.email), "role": .string(invitation.role.rawValue)],
            at: now, in: db)
    }
}
