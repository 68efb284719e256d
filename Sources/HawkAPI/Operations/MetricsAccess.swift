import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// Who may read what this process tells Prometheus.
struct MetricsAccess: Sendable {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// nil: anyone.
    let token: Secret?

    func require(_ request: Request) throws(OperationError) {
        guard let token = self.token else { return }
        let presented = request.headers[.authorization].flatMap(AuthenticationMiddleware.bearer)
        // Hashes are compared, so that the time tells nothing.
        guard let presented, Credential(presented: presented.revealed).hash == Credential(presented: token.revealed).hash else {
            throw OperationError(.unauthenticated, "send the metrics token as Authorization: Bearer …")
        }
    }
}
