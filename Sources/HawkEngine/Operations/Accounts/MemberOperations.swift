package import HawkCore
import HawkStore

/// Manages members and their roles. Only owners add, change or remove owners, and one owner always remains.
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
        let now = self.engine.clock.now
        return try await self.engine.database.write { [members] db in
            try principal.requireStill(principal.role, in: db)
            let member = try self.require(user, as: principal, in: db)
            guard max(member.role, role) < .owner || principal.role == .owner else {
                throw OperationError.forbidden(needs: .owner)
            }
            if member.role == .owner, role != .owner { try self.requireAnotherOwner(of: principal.organization, in: db) }
            try members.setRole(role, of: user, of: principal.organization, in: db)
            let beyond = role < .admin ? Role.allCases : Role.allCases.filter { $0 > role }
            let invitations = try InvitationRepository().revokeAll(
                by: user, of: principal.organization, to: beyond, at: now, in: db)
            try self.engine.audit(
                "member.update", AuditEntry.Subject("user", user.rawValue), by: principal,
                details: Self.details(["email": .string(member.user.email)], revoked: ["invitations": invitations]),
                changes: ["role": ["from": .string(member.role.rawValue), "to": .string(role.rawValue)]], in: db)
            return try self.require(user, as: principal, in: db)
        }
    }

    /// Removes a member, and revokes the tokens and invitations that they made. Members may remove themselves.
    package func remove(_ user: ID<User>, as principal: Principal) async throws {
        try principal.require(principal.user == user ? .viewer : .admin)
        let now = self.engine.clock.now
        try await self.engine.database.write { [members] db in
            try principal.requireStill(principal.user == user ? .viewer : principal.role, in: db)
            let member = try self.require(user, as: principal, in: db)
            guard member.role < .owner || principal.role == .owner else { throw OperationError.forbidden(needs: .owner) }
            if member.role == .owner { try self.requireAnotherOwner(of: principal.organization, in: db) }
            try members.delete(user, of: principal.organization, in: db)
            let tokens = try TokenRepository().revokeAll(by: user, of: principal.organization, at: now, in: db)
            let invitations = try InvitationRepository().revokeAll(
                by: user, of: principal.organization, to: Role.allCases, at: now, in: db)
            try self.engine.audit(
                "member.remove", AuditEntry.Subject("user", user.rawValue), by: principal,
                details: Self.details(
                    ["email": .string(member.user.email), "role": .string(member.role.rawValue)],
                    revoked: ["tokens": tokens, "invitations": invitations]), in: db)
        }
    }

    /// Adds the numbers of revoked things that are not zero.
    private static func details(_ details: [String: JSONValue], revoked: [String: Int]) -> JSONValue {
        let counts = revoked.filter { $0.value > 0 }.map { ("revoked_\($0.key)", JSONValue.int(Int64($0.value))) }
        return .object(details.merging(counts) { own, _ in own })
    }

    private func require(_ user: ID<User>, as principal: Principal, in db: any Connection) throws -> Member {
        guard let member = try self.members.find(user, of: principal.organization, in: db) else { throw OperationError.notFound }
        return member
    }

    private func requireAnotherOwner(of organization: ID<Organization>, in db: any Connection) throws {
        guard try self.members.owners(of: organization, in: db) > 1 else {
            throw OperationError(.conflict, "the last owner cannot be removed: make another member an owner first")
        }
    }
}
