import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// Decides who may read the Prometheus metrics of this process.
struct MetricsAccess: Sendable {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Nil allows everyone.
    let token: Secret?

    func require(_ request: Request) throws(OperationError) {
        guard let token = self.token else { return }
        let presented = request.headers[.authorization].flatMap(AuthenticationMiddleware.bearer)
        // Comparing hashes keeps the timing from revealing the token.
        guard let presented, Credential(presented: presented.revealed).hash == Credential(presented: token.revealed).hash else {
            throw OperationError(.unauthenticated, "send the metrics token as Authorization: Bearer …")
        }
    }
}
