import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// An error in the form that clients receive: RFC 9457, `application/problem+json`.
struct Problem: Error {
    let status: HTTPResponse.Status
    let detail: String
    var errors: [FieldError] = []
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ detail: String) {
        self.status = status
        self.detail = detail
    }
}

extension Problem {
    /// Maps every error to its response. Errors that the caller cannot fix have no details.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case is CancellationError: self.init(.serviceUnavailable, "the server is stopping")
        case let error as HTTPError: self.init(error.status, error.body ?? error.status.reasonPhrase)
        default:
            if let error = OperationError(causedBy: error) {
                self.init(error)
            } else {
                self.init(.internalServerError, "internal error: see the server's log")
            }
        }
    }

    private init(_ error: OperationError) {
        let status: HTTPResponse.Status =
            switch error.code {
            case .malformed: .badRequest
            case .invalid: .unprocessableContent
            case .unauthenticated: .unauthorized
            case .forbidden: .forbidden
            case .notFound: .notFound
            case .conflict: .conflict
            case .rateLimited: .tooManyRequests
            case .timedOut: .gatewayTimeout
            case .unavailable: .serviceUnavailable
            }
        self.init(status, error.message)
        self.errors = error.errors
        switch error.code {
        case .unauthenticated: self.headers[.wwwAuthenticate] = "Bearer"
        case .rateLimited(let wait), .unavailable(let wait?):
            self.headers[.retryAfter] = "\(max(1, Int(wait.seconds.rounded(.up))))"
        default: break
        }
    }
}

extension Problem {
    private struct Body: Encodable {
        struct Field: Encodable {
            let field: String
            let message: String
        }

        let type = "about:blank"
        let title: String
        let status: Int
        let detail: String
        let errors: [Field]
    }

    func response() throws -> Response {
        var headers = self.headers
        headers[.contentType] = "application/problem+json"
        let body = Body(
            title: self.status.reasonPhrase, status: self.status.code, detail: self.detail,
            errors: self.errors.map { Body.Field(field: $0.field, message: $0.message) })
        let bytes = try BodyEncoder.bytes(of: body)
        return Response(status: self.status, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }
}
