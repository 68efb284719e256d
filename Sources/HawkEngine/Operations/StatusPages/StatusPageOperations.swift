package import HawkCore
import HawkStore

/// Manages status pages.
package struct StatusPageOperations: Sendable {
    private let engine: Engine
    private let pages = StatusPageRepository()

    package init(_ engine: Engine) { self.engine = engine }

    /// Returns status pages in order of creation.
    package func list(after cursor: ID<StatusPage>?, limit: Int, as principal: Principal) async throws -> [StatusPage] {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            try self.pages.list(of: principal.organization, after: cursor, limit: limit, in: db)
        }
    }

    package func find(_ id: ID<StatusPage>, as principal: Principal) async throws -> StatusPage {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            try self.pages.require(id, of: principal.organization, in: db)
        }
    }

    package func create(_ draft: StatusPageDraft, as principal: Principal) async throws -> StatusPage {
        try principal.require(.editor)
        return try await self.write(as: principal) { db in
            try self.engine.requireRoom(for: .statusPages, of: principal.organization, in: db)
            let now = try db.now()
            let empty = StatusPage(
                id: ID(0), organization: principal.organization, slug: "", title: "", description: "", published: false,
                theme: .system, historyDays: 90, sections: [], version: 0, createdAt: now, updatedAt: now)
            let page = try self.validated(draft, for: empty, as: principal, in: db)
            let stored = try self.pages.insert(page, in: db)
            try self.audit("create", stored, by: principal, in: db)
            return stored
        }
    }

    /// - Parameter change: Returns the draft, given the current page. Runs in the transaction, and again after a conflict.
    package func update(
        _ id: ID<StatusPage>, as principal: Principal, _ change: @escaping @Sendable (StatusPage) throws -> StatusPageDraft
    ) async throws -> StatusPage {
        try principal.require(.editor)
        return try await self.write(as: principal) { db in
            let current = try self.pages.require(id, of: principal.organization, in: db)
            var page = try self.validated(change(current), for: current, as: principal, in: db)
            page.updatedAt = try db.now()
            let stored = try self.pages.update(page, in: db)
            try self.audit("update", stored, changes: AuditChanges.between(current, stored), by: principal, in: db)
            return stored
        }
    }

    package func delete(_ id: ID<StatusPage>, as principal: Principal) async throws {
        try principal.require(.editor)
        try await self.engine.database.write { db in
            let page = try self.pages.require(id, of: principal.organization, in: db)
            _ = try self.pages.delete(id, of: principal.organization, in: db)
            try self.audit("delete", page, by: principal, in: db)
        }
    }

    private func write(
        as principal: Principal, _ body: @escaping @Sendable (any Connection) throws -> StatusPage
    ) async throws -> StatusPage {
        do {
            return try await self.engine.rewrite(body)
        } catch StoreError.unique {
            let message = "is taken: another status page uses this slug"
            throw OperationError(.conflict, "slug \(message)", errors: [FieldError("slug", message)])
        }
    }

    /// Validates the draft. Monitors must belong to the organization. Those already on the page may have been deleted.
    private func validated(
        _ draft: StatusPageDraft, for page: StatusPage, as principal: Principal, in db: any Connection
    ) throws -> StatusPage {
        let validated = try StatusPageRules(draft: draft).apply(to: page)
        let named = validated.sections.flatMap(\.components).map(\.monitor)
        let allowed = try MonitorRepository().existing(named, of: principal.organization, in: db)
            .union(page.sections.flatMap(\.components).map(\.monitor))
        var errors: [FieldError] = []
        for (index, section) in validated.sections.enumerated() {
            for (position, component) in section.components.enumerated() where !allowed.contains(component.monitor) {
                errors.append(
                    FieldError(
                        "sections.\(index).components.\(position).monitor_id", "is not a monitor of this organization"))
            }
        }
        guard errors.isEmpty else { throw OperationError.invalid(errors) }
        return validated
    }

    private func audit(
        _ action: String, _ page: StatusPage, changes: JSONValue? = nil, by principal: Principal, in db: any Connection
    ) throws {
        try self.engine.audit(
            "status_page.\(action)", .init("status_page", page.id.rawValue), by: principal, details: ["slug": .string(page.slug)],
            changes: changes, in: db)
    }
}
