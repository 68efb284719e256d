import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/tokens`
struct TokenRoutes {
    let tokens: TokenOperations

    func add(to routes: some RouterMethods<UserContext>) {
        let group = routes.group("tokens")
        group.get(use: self.list)
        group.post(use: self.create)
        group.delete("{id}", use: self.revoke)
    }

    @Sendable private func list(_ request: Request, context: UserContext) async throws -> Page<TokenBody> {
        let page = try context.query.page(by: ID<APIToken>.self)
        let tokens = try await self.tokens.list(after: page.after, limit: page.fetching, as: context.principal)
        return Page(tokens, of: page, key: \.id) { TokenBody($0) }
    }

    @Sendable private func create(_ request: Request, context: UserContext) async throws -> Created<TokenBody> {
        let draft = try await request.decode(as: TokenDraftBody.self, context: context)
        let (token, secret) = try await self.tokens.create(draft.model, as: context.principal)
        return Created(at: "/api/v1/tokens/\(token.id)", TokenBody(token, secret: secret))
    }

    @Sendable private func revoke(_ request: Request, context: UserContext) async throws -> HTTPResponse.Status {
        try await self.tokens.revoke(try context.id(), as: context.principal)
        return .noContent
    }
}
