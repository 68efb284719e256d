import Crypto
import HTTPTypes
import HawkCore
import HawkEngine
import HawkStore
import Hummingbird
import NIOCore

/// Answers a repeated request that changes something as the first time: `Idempotency-Key`, kept for a day for each caller.
///
/// A request that came to nothing by our fault frees its key. One whose process died keeps it: nobody knows whether it took
/// effect, and doing it twice is what the key is there to prevent.
struct IdempotencyMiddleware: RouterMiddleware {
    typealias Context = UserContext

    let operations: IdempotencyOperations

    func handle(
        _ request: Request, context: UserContext, next: Next<UserContext>
    ) async throws -> Response {
        guard !request.method.isSafe, let key = request.headers[.idempotencyKey] else { return try await next(request, context) }
        guard (1...255).contains(key.utf8.count) else {
            throw OperationError.malformed([FieldError("Idempotency-Key", "must have 1 to 255 characters")])
        }
        var request = request
        let body = try await StrictBodyDecoder.bytes(of: request)
        request.body = RequestBody(buffer: body)
        var fingerprint = SHA256()
        fingerprint.update(data: Array("\(request.method) \(request.uri)\n".utf8))
        fingerprint.update(data: Array(body.readableBytesView))
        if let answer = try await self.operations.claim(key, fingerprint: Array(fingerprint.finalize()), as: context.principal) {
            return Response(answer)
        }
        return try await self.answer(request, key, context, next)
    }

    private func answer(
        _ request: Request, _ key: String, _ context: UserContext, _ next: Next<UserContext>
    ) async throws -> Response {
        let response: Response
        do {
            response = try await next(request, context)
        } catch {
            let problem = Problem(error)
            guard Self.isFinal(problem.status) else {
                try await self.operations.release(key, as: context.principal)
                throw error
            }
            response = try problem.response()
        }
        let body = try await response.body.collected()
        let answer = IdempotentAnswer(
            status: response.status.code, contentType: response.headers[.contentType], location: response.headers[.location],
            body: String(buffer: body))
        try await self.operations.complete(key, with: answer, as: context.principal)
        var repeated = response
        repeated.body = ResponseBody(byteBuffer: body)
        return repeated
    }

    /// Whether asking again could not be answered otherwise.
    private static func isFinal(_ status: HTTPResponse.Status) -> Bool {
        status.code < 500 && status != .tooManyRequests && status != .clientClosedRequest
    }
}

extension Response {
    fileprivate init(_ answer: IdempotentAnswer) {
        var headers: HTTPFields = [:]
        headers[.contentType] = answer.contentType
        headers[.location] = answer.location
        self.init(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body)))
    }
}

extension ResponseBody {
    fileprivate func collected() async throws -> ByteBuffer {
        let collector = BodyCollector()
        try await self.write(collector)
        return collector.buffer
    }
}

/// Takes what a handler writes. SAFETY: used by one task only, that of the request.
private final class BodyCollector: ResponseBodyWriter, @unchecked Sendable {
    private(set) var buffer = ByteBuffer()

    func write(_ buffer: ByteBuffer) async throws { self.buffer.writeImmutableBuffer(buffer) }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension HTTPField.Name {
    fileprivate static let idempotencyKey = Self("Idempotency-Key")!  // SAFETY: a literal token
}
