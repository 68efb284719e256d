import HTTPTypes
package import HawkCore
package import HawkEngine
import Hummingbird
import NIOCore

/// Something that must answer before this process is of use.
package struct ReadinessCheck: Sendable {
    package let name: String
    /// Throws where it does not answer; must come back within a few seconds.
    package let check: @Sendable () async throws -> Void

    package init(_ name: String, _ check: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.check = check
    }
}

/// `/healthz`, `/readyz`, `/metrics`: what every role serves to whoever operates it.
package struct OperationsRoutes: Sendable {
    private let metrics: Metrics
    private let token: Secret?
    private let checks: [ReadinessCheck]
    private let troubles: TroubleLog

    /// - Parameter token: guards `/metrics`; nil: anyone may read them.
    package init(metrics: Metrics, token: Secret?, checks: [ReadinessCheck], troubles: TroubleLog) {
        self.metrics = metrics
        self.token = token
        self.checks = checks
        self.troubles = troubles
    }

    func add(to routes: some RouterMethods<AppContext>) {
        routes.get("healthz", use: self.health)
        routes.get("readyz", use: self.readiness)
        routes.get("metrics", use: self.page)
    }

    private struct HealthBody: ResponseEncodable {
        let status: String
    }

    @Sendable private func health(_ request: Request, context: AppContext) async throws -> HealthBody {
        HealthBody(status: "ok")
    }

    @Sendable private func readiness(_ request: Request, context: AppContext) async throws -> HealthBody {
        let missing = await withTaskGroup(of: String?.self) { group in
            for check in self.checks {
                group.addTask {
                    do {
                        try await check.check()
                        self.troubles.end(.readiness, of: check.name)
                        return nil
                    } catch {
                        self.troubles.note(.readiness, error, of: check.name)
                        return check.name
                    }
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
        if let token = self.token {
            let presented = request.headers[.authorization].flatMap(AuthenticationMiddleware.bearer)
            // Hashes are compared, so that the time tells nothing.
            guard let presented, Credential(presented: presented.revealed).hash == Credential(presented: token.revealed).hash
            else {
                throw OperationError(.unauthenticated, "these metrics need their token as Authorization: Bearer …")
            }
        }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: self.metrics.text())))
    }
}
