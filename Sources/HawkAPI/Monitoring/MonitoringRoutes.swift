import HTTPTypes
package import HawkCore
package import HawkEngine
import Hummingbird
import NIOCore

/// `/healthz`, `/readyz`, `/metrics`, `/probe`: what every role serves to operators.
package struct MonitoringRoutes: Sendable {
    private let metrics: Metrics
    private let access: MetricsAccess
    private let prober: TargetProber?
    private let readiness: Readiness
    private let troubles: TroubleLog
    private let complaint: @Sendable () -> String?

    /// - Parameters:
    ///   - token: guards `/metrics` and `/probe`. Nil allows everyone.
    ///   - prober: nil disables `/probe`.
    ///   - complaint: names the frozen parts of the process. Nil if none is.
    package init(
        _ engine: Engine, token: Secret? = nil, readiness: Readiness = Readiness(), prober: TargetProber? = nil,
        complaint: @escaping @Sendable () -> String? = { nil }
    ) {
        self.metrics = engine.metrics
        self.access = MetricsAccess(token: token)
        self.prober = prober
        self.readiness = readiness
        self.troubles = engine.troubles
        self.complaint = complaint
    }

    /// The paths that orchestrators and Prometheus request under any host name or address of a container. `/probe` connects to
    /// targets, so it is included only with a token, which keeps out pages that use DNS rebinding.
    var pathsOfAnyHost: Set<String> {  // BOUNDED: paths are ASCII
        let open: Set<String> = ["/healthz", "/readyz", "/metrics"]
        return self.access.token == nil ? open : open.union(["/probe"])
    }

    func add(to routes: some RouterMethods<AppContext>) {
        routes.get("healthz", use: self.health)
        routes.get("readyz", use: self.readiness)
        routes.get("metrics", use: self.page)
        ProbeRoutes(prober: self.prober, access: self.access).add(to: routes)
    }

    private struct HealthBody: ResponseEncodable {
        let status: String
    }

    @Sendable private func health(_ request: Request, context: AppContext) async throws -> HealthBody {
        if let complaint = self.complaint() { throw Problem(.serviceUnavailable, complaint) }
        return HealthBody(status: "ok")
    }

    @Sendable private func readiness(_ request: Request, context: AppContext) async throws -> HealthBody {
        let missing = await withTaskGroup(of: String?.self) { group in
            for check in self.readiness.checks {
                group.addTask {
                    await self.troubles.track(.readiness, of: check.name) { try await check.run() } ? nil : check.name
                }
            }
            return await group.reduce(into: []) { names, name in names += name.map { [$0] } ?? [] }
        }
        guard missing.isEmpty else {
            throw Problem(.serviceUnavailable, "not ready: \(missing.sorted().joined(separator: ", "))")
        }
        return HealthBody(status: "ready")
    }

    @Sendable private func page(_ request: Request, context: AppContext) async throws -> Response {
        try self.access.require(request)
        return Response.text(self.metrics.text(), as: MetricsAccess.contentType)
    }
}
