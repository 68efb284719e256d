import HTTPTypes
import HawkCore
import Hummingbird
import NIOCore

/// `/status/{slug}` and `/status/{slug}.json`, open to everyone.
struct StatusPageRoutes {
    let cache: PageCache

    func add(to routes: some RouterMethods<AppContext>) {
        routes.get("status/{slug}", use: self.show)
    }

    @Sendable private func show(_ request: Request, context: AppContext) async throws -> Response {
        let name = context.parameters.get("slug") ?? ""
        let isJSON = name.hasSuffix(".json")
        let slug = String(isJSON ? name.dropLast(5) : name[...])
        // The page's links are relative and would break with a trailing slash.
        if request.uri.path.hasSuffix("/"), StatusPage.isSlug(slug) {
            return Response(status: .permanentRedirect, headers: [.location: "/status/\(name)", .cacheControl: "no-cache"])
        }
        let found = try await StatusPage.isSlug(slug) ? self.cache.page(slug) : nil
        guard let answer = found else {
            guard !isJSON, request.headers[.accept].acceptsHTML else { throw Self.withdrawn }
            return MissingStatusPage.response
        }
        let document = isJSON ? answer.page.json : answer.page.html
        let coding = ContentCoding.best(of: [.gzip, .identity], for: request.headers[.acceptEncoding])
        return (coding == .gzip ? document.gzip : document.identity)
            .response(to: request, cacheControl: "public, max-age=\(answer.maxAge.components.seconds)")
    }

    /// An intermediate cache keeps this response for a second, in place of an earlier page. Otherwise it would serve that page
    /// whenever it cannot reach us.
    private static var withdrawn: Problem {
        var problem = Problem(.notFound, "not found")
        problem.headers[.cacheControl] = MissingStatusPage.cacheControl
        return problem
    }
}

extension String? {
    /// Whether a list of media types contains HTML. That of browsers does; `*/*` alone does not.
    fileprivate var acceptsHTML: Bool {
        (self ?? "").split(separator: ",").contains { type in
            type.prefix { $0 != ";" }.lowercased().filter { $0 != " " } == "text/html"
        }
    }
}
