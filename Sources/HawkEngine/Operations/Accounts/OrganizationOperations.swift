package import HawkCore
package import HawkStore

/// The organization itself, and its audit log.
package struct OrganizationOperations: Sendable {
    private let engine: Engine

    package init(_ engine: Engine) { self.engine = engine }

    package func organization(as principal: Principal) async throws -> Organization {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            guard let organization = try OrganizationRepository().find(principal.organization, in: db) else {
                throw OperationError.notFound
            }
            return organization
        }
    }

    package func rename(to name: String, as principal: Principal) async throws -> Organization {
        try principal.require(.admin)
        var checks = FieldChecks()
        let name = checks.line(name, "name", upTo: 100)
        try checks.finish()
        try await self.engine.database.write { db in
            try OrganizationRepository().rename(principal.organization, to: name, in: db)
            try self.engine.audit(
                "organization.update", AuditEntry.Subject("organization", principal.organization.rawValue), by: principal,
                details: ["name": .string(name)], in: db)
        }
        return try await self.organization(as: principal)
    }

    /// The newest first.
    package func audit(before: Int64?, limit: Int, as principal: Principal) async throws -> [AuditEntry] {
        try principal.require(.admin)
        return try await self.engine.database.read { db in
            try AuditRepository().list(of: principal.organization, before: before, limit: limit, in: db)
        }
    }
}
