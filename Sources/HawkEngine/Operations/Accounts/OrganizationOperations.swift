package import HawkCore
import HawkStore

/// The usage and limit of one resource of an organization.
package struct QuotaUsage: Sendable, Equatable {
    package let resource: Quotas.Resource
    package let limit: Int
    /// May exceed a limit that was lowered.
    package let used: Int
}

/// Manages the organization itself and its audit log.
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
        var checks = FieldRules()
        let name = checks.line(name, "name", upTo: 100)
        try checks.finish()
        try await self.engine.database.write { db in
            guard let before = try OrganizationRepository().find(principal.organization, in: db) else {
                throw OperationError.notFound
            }
            var after = before
            after.name = name
            try OrganizationRepository().rename(principal.organization, to: name, in: db)
            try self.engine.audit(
                "organization.update", AuditEntry.Subject("organization", principal.organization.rawValue), by: principal,
                details: ["name": .string(name)], changes: AuditChanges.between(before, after), in: db)
        }
        return try await self.organization(as: principal)
    }

    /// Returns the organization's usage of each resource, in the order of `Quotas.Resource`.
    package func usage(as principal: Principal) async throws -> [QuotaUsage] {
        try principal.require(.viewer)
        let engine = self.engine
        return try await engine.database.read { db in
            try Quotas.Resource.allCases.map { resource in
                QuotaUsage(
                    resource: resource, limit: engine.installation.quotas[resource],
                    used: try QuotaRepository().used(resource, of: principal.organization, at: engine.clock.now, in: db))
            }
        }
    }

    /// The limits that also bound each request and each monitor.
    package var quotas: Quotas { self.engine.installation.quotas }

    /// Returns the newest entries first.
    package func audit(before: Int64?, limit: Int, as principal: Principal) async throws -> [AuditEntry] {
        try principal.require(.admin)
        return try await self.engine.database.read { db in
            try AuditRepository().list(of: principal.organization, before: before, limit: limit, in: db)
        }
    }
}
