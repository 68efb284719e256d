import HTTPTypes
import HawkCore
import Hummingbird
import NIOCore

/// `/status/{slug}` and `/status/{slug}.json`, for anyone.
struct StatusPageRoutes {
    let cache: PageCache

    func add(to routes: some RouterMethods<AppContext>) {
        routes.get("status/{slug}", use: self.show)
    }

    @Sendable private func show(_ request: Request, context: AppContext) async throws -> Response {
        let name = context.parameters.get("slug") ?? ""
        let isJSON = name.hasSuffix(".json")
        let slug = String(isJSON ? name.dropLast(5) : name[...])
        guard StatusPage.isSlug(slug) else { throw OperationError.notFound }
        guard let answer = try await self.cache.page(slug) else { throw Self.withdrawn }
        let document = isJSON ? answer.page.json : answer.page.html
        let coding = ContentCoding.best(of: [.gzip, .identity], for: request.headers[.acceptEncoding])
        return (coding == .gzip ? document.gzip : document.identity)
            .response(to: request, cacheControl: "public, max-age=\(answer.mayKeepFor.components.seconds)")
    }

    /// A cache in between keeps this answer for a second, in the place of a page that was there before: otherwise it would go on
    /// serving that page whenever it cannot reach us.
    private static var withdrawn: Problem {
        var problem = Problem(.notFound, "not found")
        problem.headers[.cacheControl] = "public, max-age=1"
        return problem
    }
}
