import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// Identifies the caller by its token if it sends one, otherwise by the session cookie.
///
/// An invalid token is refused at once. An invalid cookie is ignored, because browsers send cookies by themselves.
struct AuthenticationMiddleware: RouterMiddleware {
    let operations: AuthenticationOperations

    func handle(
        _ request: Request, context: AppContext, next: Next<AppContext>
    ) async throws -> Response {
        var context = context
        context.identity = try await self.identity(of: request, context)
        return try await next(request, context)
    }

    private func identity(of request: Request, _ context: AppContext) async throws -> Identity? {
        if let header = request.headers[.authorization] {
            guard let token = Self.bearer(header) else { throw OperationError.unauthenticated }
            guard let identity = try await self.operations.identify(token: token, in: try self.organization(request, context))
            else {
                throw OperationError(.unauthenticated, "this token is unknown, revoked or expired")
            }
            return identity
        }
        for session in SessionCookie.sessions(of: request) {
            let organization = try self.organization(request, context)
            if let identity = try await self.operations.identify(session: session, in: organization) { return identity }
        }
        return nil
    }

    /// Returns the token of `Bearer <token>`. Nil for anything else.
    static func bearer(_ header: String) -> Secret? {
        let parts = header.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return Secret(String(parts[1]))
    }

    private func organization(_ request: Request, _ context: AppContext) throws -> ID<Organization>? {
        guard let header = request.headers[.organization] else { return try context.query.id("organization") }
        guard let id = ID<Organization>(header) else {
            throw OperationError.malformed([FieldError("X-Organization", "must be an id")])
        }
        return id
    }
}

extension HTTPField.Name {
    static let organization = Self("X-Organization")!  // SAFETY: a literal token
}
