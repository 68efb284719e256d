import HTTPTypes
import HawkCore
import Hummingbird

extension UserContext {
    /// Does what takes long, and is cancelled where the client hangs up.
    func whileConnected<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        do {
            return try await self.connection.whileOpen(work)
        } catch is CancellationError {
            throw Problem(.clientClosedRequest, "the client closed the connection")
        }
    }
}

extension HTTPResponse.Status {
    /// As proxies call it; it reaches nobody but the metrics.
    static let clientClosedRequest = Self(code: 499, reasonPhrase: "Client Closed Request")
}
