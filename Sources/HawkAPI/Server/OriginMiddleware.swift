import HawkCore
import Hummingbird

/// Refuses to change anything for another site's page: a browser that sends our cookie with an unsafe method must name our origin.
///
/// Tokens are exempt, as no browser sends them by itself. Requests by nobody, such as logging in, need not name an origin, but if
/// they do it must be ours.
struct OriginMiddleware: RouterMiddleware {
    /// The authority of the public URL.
    let publicAuthority: String?

    init(publicURL: String) { self.publicAuthority = Self.authority(of: publicURL) }

    func handle(
        _ request: Request, context: AppContext, next: Next<AppContext>
    ) async throws -> Response {
        if !request.method.isSafe, !request.headers.contains(.authorization) { try self.check(request, context) }
        return try await next(request, context)
    }

    private func check(_ request: Request, _ context: AppContext) throws {
        guard let origin = request.headers[.origin] else {
            guard context.identity == nil else {
                throw OperationError(.forbidden, "a request with a session cookie must name its Origin; programs use a token")
            }
            return
        }
        let ours = [context.client.authority, self.publicAuthority].compactMap { $0?.lowercased() }
        guard let theirs = Self.authority(of: origin), ours.contains(theirs) else {
            throw OperationError(.forbidden, "the request comes from another site")
        }
    }

    /// Host and port of a URL, in lower case; nil for an opaque origin, which browsers call `null`.
    private static func authority(of url: String) -> String? {
        let parts = url.lowercased().split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].last == ":", parts[1].isEmpty else { return nil }
        return String(parts[2].prefix { $0 != "/" })
    }
}
