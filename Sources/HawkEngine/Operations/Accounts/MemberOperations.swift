package import HawkCore
package import HawkStore

/// Who belongs to an organization, and as what. Only owners make, change or remove owners, and one is always left.
package struct MemberOperations: Sendable {
    private let engine: Engine
    private let members = MembershipRepository()

    package init(_ engine: Engine) { self.engine = engine }

    package func list(after: ID<User>?, limit: Int, as principal: Principal) async throws -> [Member] {
        try principal.require(.viewer)
        return try await self.engine.database.read { [members] db in
            try members.list(of: principal.organization, after: after, limit: limit, in: db)
        }
    }

    package func setRole(_ role: Role, of user: ID<User>, as principal: Principal) async throws -> Member {
        try principal.require(.admin)
        return try await self.engine.database.write { [members] db in
            let member = try self.require(user, as: principal, in: db)
            guard max(member.role, role) < .owner || principal.role == .owner else {
                throw OperationError.forbidden(needs: .owner)
            }
            if member.role == .owner, role != .owner { try self.requireAnotherOwner(of: principal.organization, in: db) }
            try members.setRole(role, of: user, of: principal.organization, in: db)
            try self.engine.audit(
                "member.update", AuditEntry.Subject("user", user.rawValue), by: principal,
                details: ["email": .string(member.user.email)],
                changes: ["role": ["from": .string(member.role.rawValue), "to": .string(role.rawValue)]], in: db)
            return try self.require(user, as: principal, in: db)
        }
    }

    /// Removes a member. Everyone may remove themselves.
    package func remove(_ user: ID<User>, as principal: Principal) async throws {
        try principal.require(principal.user == user ? .viewer : .admin)
        try await self.engine.database.write { [members] db in
            let member = try self.require(user, as: principal, in: db)
            guard member.role < .owner || principal.role == .owner else { throw OperationError.forbidden(needs: .owner) }
            if member.role == .owner { try self.requireAnotherOwner(of: principal.organization, in: db) }
            try members.delete(user, of: principal.organization, in: db)
            try self.engine.audit(
                "member.remove", AuditEntry.Subject("user", user.rawValue), by: principal,
                details: ["email": .string(member.user.email), "role": .string(member.role.rawValue)], in: db)
        }
    }

    private func require(_ user: ID<User>, as principal: Principal, in db: any Connection) throws -> Member {
        guard let member = try self.members.find(user, of: principal.organization, in: db) else { throw OperationError.notFound }
        return member
    }

    private func requireAnotherOwner(of organization: ID<Organization>, in db: any Connection) throws {
        try OrganizationRepository().lock(organization, in: db)
        guard try self.members.owners(of: organization, in: db) > 1 else {
            throw OperationError(.conflict, "the last owner stays: make somebody else an owner first")
        }
    }
}
