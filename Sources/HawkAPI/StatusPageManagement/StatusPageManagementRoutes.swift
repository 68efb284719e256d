import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/status-pages`
struct StatusPageManagementRoutes {
    let pages: StatusPageOperations
    /// The cache of the public pages. An edit appears there at once.
    let cache: PageCache

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("status-pages", use: self.list)
        routes.post("status-pages", use: self.create)
        routes.get("status-pages/:id", use: self.find)
        routes.patch("status-pages/:id", use: self.update)
        routes.delete("status-pages/:id", use: self.delete)
    }

    @Sendable private func list(_ request: Request, context: UserContext) async throws -> Page<ManagedStatusPageBody> {
        let page = try context.query.page(by: ID<StatusPage>.self)
        let found = try await self.pages.list(after: page.after, limit: page.fetching, as: context.principal)
        return Page(found, of: page, key: \.id, item: ManagedStatusPageBody.init)
    }

    @Sendable private func create(_ request: Request, context: UserContext) async throws -> Created<ManagedStatusPageBody> {
        let draft = try await request.decode(as: StatusPageDraftBody.self, context: context)
        let page = try await self.pages.create(draft.model, as: context.principal)
        return Created(at: "/api/v1/status-pages/\(page.id)", ManagedStatusPageBody(page))
    }

    @Sendable private func find(_ request: Request, context: UserContext) async throws -> Tagged<ManagedStatusPageBody> {
        try self.tagged(try await self.pages.find(try context.id(), as: context.principal))
    }

    @Sendable private func update(_ request: Request, context: UserContext) async throws -> Tagged<ManagedStatusPageBody> {
        let patch = try await request.patch(StatusPageDraftBody.self)
        let stored = try await self.pages.update(try context.id(), as: context.principal) { page in
            try patch.applied(to: StatusPageDraftBody(page)).model
        }
        await self.cache.drop(organization: context.principal.organization)
        return try self.tagged(stored)
    }

    private func tagged(_ page: StatusPage) throws -> Tagged<ManagedStatusPageBody> {
        Tagged(ManagedStatusPageBody(page), try EditTag(StatusPageDraftBody(page)))
    }

    @Sendable private func delete(_ request: Request, context: UserContext) async throws -> HTTPResponse.Status {
        try await self.pages.delete(try context.id(), as: context.principal)
        await self.cache.drop(organization: context.principal.organization)
        return .noContent
    }
}
