import HTTPTypes
import HawkCore
import Hummingbird

extension Request {
    /// Does what takes long, and is cancelled where the client hangs up: the server alone would not tell a handler. To be called after
    /// the body was read.
    func whileConnected<Body: Sendable>(_ work: @Sendable () async throws -> Body) async throws -> LastAnswer<Body> {
        do {
            return LastAnswer(body: try await self.body.consumeWithCancellationOnInboundClose { _ in try await work() })
        } catch is CancellationError {
            throw Problem(.clientClosedRequest, "the client hung up")
        } catch let error as OperationError {
            var problem = Problem(error)
            problem.headers[.connection] = "close"
            throw problem
        }
    }
}

/// The last answer on its connection: whoever watched for its end cannot read another request from it.
struct LastAnswer<Body: Sendable>: Sendable {
    fileprivate let body: Body
}

extension LastAnswer: ResponseGenerator where Body: ResponseEncodable {
    func response(from request: Request, context: some RequestContext) throws -> Response {
        var response = try self.body.response(from: request, context: context)
        response.headers[.connection] = "close"
        return response
    }
}

extension HTTPResponse.Status {
    /// As proxies call it; it reaches nobody but the metrics.
    static let clientClosedRequest = Self(code: 499, reasonPhrase: "Client Closed Request")
}
