import HTTPTypes
import HawkCore
import Hummingbird

extension UserContext {
    /// Runs long work, and cancels it if the client hangs up.
    func whileConnected<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        do {
            return try await self.connection.whileOpen(work)
        } catch is CancellationError {
            throw Problem(.clientClosedRequest, "the client closed the connection")
        }
    }
}

extension HTTPResponse.Status {
    /// The name that proxies use. Only metrics show this status.
    static let clientClosedRequest = Self(code: 499, reasonPhrase: "Client Closed Request")
}
