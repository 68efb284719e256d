import HTTPTypes
import HawkCore
package import Hummingbird
import Logging

/// The outermost responder: adds the common headers to every response, and records every request.
package struct FrontResponder: HTTPResponder {
    package typealias Context = AppContext

    private let router: RouterResponder<AppContext>
    private let methods: AllowedMethods
    private let metrics: HTTPMetrics
    private let proxies: TrustedProxies
    private let hosts: AcceptedHosts
    private let fallback: (any Fallback)?
    private let base: BasePath
    private let demandsHTTPS: Bool

    /// - Parameter demandsHTTPS: whether browsers must use HTTPS only.
    init(
        _ router: Router<AppContext>, metrics: HTTPMetrics, proxies: TrustedProxies, hosts: AcceptedHosts,
        fallback: (any Fallback)?, base: BasePath, demandsHTTPS: Bool
    ) {
        self.methods = AllowedMethods(router.routes)
        self.router = router.buildResponder()
        self.metrics = metrics
        self.proxies = proxies
        self.hosts = hosts
        self.fallback = fallback
        self.base = base
        self.demandsHTTPS = demandsHTTPS
    }

    package func respond(to request: Request, context: AppContext) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.client = self.proxies.client(of: request, peer: context.client)
        let request = self.base == .root ? request : self.below(request)
        var (response, route) = try await self.answer(to: request, context)
        if let location = response.headers[.location] { response.headers[.location] = self.base.added(to: location) }
        response.headers.protect(demandsHTTPS: self.demandsHTTPS)
        let duration = ContinuousClock.now - start
        self.metrics.record(request.method, route: route, status: response.status, duration: duration)
        context.logger.debug(
            "HTTP request finished",
            metadata: [
                "http.method": "\(request.method)", "http.route": "\(route)", "http.status": "\(response.status.code)",
                "http.duration_ms": "\(duration.milliseconds)", "client.network": "\(context.client.network)",
            ])
        return response
    }

    private func below(_ request: Request) -> Request {
        var head = request.head
        head.path = head.path.map(self.base.removed(from:))
        return Request(head: head, body: request.body)
    }

    private func answer(to request: Request, _ context: AppContext) async throws -> (response: Response, route: String) {
        if let refusal = request.headers[.refusal] { return (try Problem(.badRequest, refusal).response(), "none") }
        if let refusal = self.hosts.refusal(of: request, by: context.client) { return (try refusal.response(), "none") }
        let response = try await self.router.respond(to: request, context: context)
        let route = context.endpointPath ?? "none"
        guard route == Self.unrouted else { return (response, route) }
        guard let fallback, let page = try await fallback.answer(to: request) else {
            return (try self.unrouted(request), "none")
        }
        return (page, fallback.route)
    }

    /// The name that Hummingbird gives to the route of an unmatched request.
    private static let unrouted = "NotFound"

    private func unrouted(_ request: Request) throws -> Response {
        let allowed = self.methods.allowed(at: request.uri.path)
        guard !allowed.isEmpty else { return try Problem(.notFound, "no resource at this path").response() }
        var problem = Problem(.methodNotAllowed, "this path accepts only \(allowed.joined(separator: ", "))")
        problem.headers[.allow] = allowed.joined(separator: ", ")
        return try problem.response()
    }
}

/// Answers requests that no route matches.
protocol Fallback: Sendable {
    /// The name that metrics and logs show as the route.
    var route: String { get }

    /// - Returns: nil if the path does not belong to it.
    func answer(to request: Request) async throws -> Response?
}

/// The methods that the routes of a path accept, for a 405 response.
struct AllowedMethods: Sendable {
    private let routes: [(path: RouterPath, method: HTTPRequest.Method)]

    init(_ routes: [Router<AppContext>.RouteDescription]) { self.routes = routes.map { ($0.path, $0.method) } }

    /// Returns the methods of a path. Empty if no route matches.
    func allowed(at path: String) -> [String] {
        let parts = path.split(separator: "/")
        let matching = self.routes.filter { self.matches($0.path, parts) }
        // The router never falls back to a parameter if a literal part matches.
        let maxLiteral = matching.map { self.literalCount($0.path) }.max()
        let methods = matching.filter { self.literalCount($0.path) == maxLiteral }.map(\.method)
        let heads: [HTTPRequest.Method] = methods.contains(.get) ? [.head] : []
        return Set((methods + heads).map(\.rawValue)).sorted()
    }

    private func matches(_ path: RouterPath, _ parts: [Substring]) -> Bool {
        path.count == parts.count && zip(path, parts).allSatisfy { element, part in element ~= part }
    }

    private func literalCount(_ path: RouterPath) -> Int {
        path.count { !$0.description.hasPrefix("{") && !$0.description.hasPrefix(":") }
    }
}

extension HTTPFields {
    /// Adds headers that protect browsers. A route that needs other values sets its own.
    fileprivate mutating func protect(demandsHTTPS: Bool) {
        self.setDefault("nosniff", for: .xContentTypeOptions)
        self.setDefault("DENY", for: .xFrameOptions)
        self.setDefault("default-src 'none'; frame-ancestors 'none'", for: .contentSecurityPolicy)
        self.setDefault("same-origin", for: .referrerPolicy)
        self.setDefault("same-origin", for: .crossOriginOpenerPolicy)
        self.setDefault("camera=(), geolocation=(), microphone=(), payment=(), usb=()", for: .permissionsPolicy)
        self.setDefault("no-store", for: .cacheControl)
        if demandsHTTPS { self.setDefault("max-age=31536000", for: .strictTransportSecurity) }
    }

    private mutating func setDefault(_ value: String, for name: HTTPField.Name) {
        if !self.contains(name) { self[name] = value }
    }
}

extension HTTPField.Name {
    fileprivate static let xFrameOptions = Self("X-Frame-Options")!  // SAFETY: a literal token
    fileprivate static let referrerPolicy = Self("Referrer-Policy")!  // SAFETY: a literal token
    fileprivate static let crossOriginOpenerPolicy = Self("Cross-Origin-Opener-Policy")!  // SAFETY: a literal token
    fileprivate static let permissionsPolicy = Self("Permissions-Policy")!  // SAFETY: a literal token
}
