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
        return Self.response(to: request, isJSON ? answer.page.json : answer.page.html, keeping: answer.mayKeepFor)
    }

    /// A cache in between keeps this answer for a second, in the place of a page that was there before: otherwise it would go on
    /// serving that page whenever it cannot reach us.
    private static var withdrawn: Problem {
        var problem = Problem(.notFound, "not found")
        problem.headers[.cacheControl] = "public, max-age=1"
        return problem
    }

    /// RFC 9110 sections 12.5.3 and 13.1.2: the coding that the client takes, or nothing where it has it already.
    private static func response(to request: Request, _ document: RenderedPage.Document, keeping time: Duration) -> Response {
        let variant = request.acceptsGzip ? document.gzip : document.identity
        var headers = variant.headers
        headers[.cacheControl] = "public, max-age=\(time.components.seconds)"
        if let tags = request.headers[.ifNoneMatch], tags.names(variant.tag) {
            headers[.contentType] = nil
            headers[.contentEncoding] = nil
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: variant.bytes))
    }
}

extension Request {
    /// Whether gzip is among the codings that the client names, and not refused.
    fileprivate var acceptsGzip: Bool {
        guard let header = self.headers[.acceptEncoding] else { return false }
        return header.split(separator: ",").contains { coding in
            let parts = coding.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let name = parts.first, name == "gzip" || name == "*" else { return false }
            return !parts.dropFirst().contains { $0.hasPrefix("q=0") && Double($0.dropFirst(2)) == 0 }
        }
    }
}

extension String {
    /// Whether a list of entity tags has this one. `If-None-Match` compares weakly.
    fileprivate func names(_ tag: String) -> Bool {
        self == "*"
            || self.split(separator: ",").contains { candidate in
                let text = candidate.filter { $0 != " " }
                return text == tag || text == "W/\(tag)"
            }
    }
}
