import HawkCore
import Hummingbird

/// Refuses changes requested by another site's page: a browser that sends our cookie with an unsafe method must send our origin.
///
/// Requests with a token are exempt, because no browser adds one automatically. Unauthenticated requests, such as a login, need no
/// origin, but if they have one, it must be ours.
struct OriginMiddleware: RouterMiddleware {
    /// Nil if the public URL is not a valid URL.
    private let publicOrigin: WebOrigin?

    init(publicURL: String) { self.publicOrigin = WebOrigin(publicURL) }

    func handle(
        _ request: Request, context: AppContext, next: Next<AppContext>
    ) async throws -> Response {
        if !request.method.isSafe, !request.headers.contains(.authorization) { try self.check(request, context) }
        return try await next(request, context)
    }

    private func check(_ request: Request, _ context: AppContext) throws {
        guard let origin = request.headers[.origin] else {
            guard context.identity == nil else {
                throw OperationError(
                    .forbidden, "a request with a session cookie must have an Origin header; use an API token in programs")
            }
            return
        }
        guard let theirs = WebOrigin(origin), theirs == self.publicOrigin || theirs == context.client.webOrigin else {
            throw OperationError(
                .forbidden,
                "the request comes from another site, '\(origin.prefix(100))'. If that is this server, set STATUSHAWK_PUBLIC_URL to it."
            )
        }
    }
}
