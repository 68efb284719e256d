import Crypto
import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird
import NIOCore

/// Answers a repeated changing request with the stored first response: `Idempotency-Key`, kept for a day per caller.
///
/// Follows draft-ietf-httpapi-idempotency-key-header: 400 for a malformed key, 409 while the first request is in progress, 422 if
/// the key was used with another request. A request that was refused or failed changed nothing and releases its key. If the
/// process dies during a request, the key stays, because the request may have taken effect.
struct IdempotencyMiddleware: RouterMiddleware {
    typealias Context = UserContext

    let operations: IdempotencyOperations

    func handle(
        _ request: Request, context: UserContext, next: Next<UserContext>
    ) async throws -> Response {
        guard !request.method.isSafe, let field = request.headers[.idempotencyKey] else {
            return try await next(request, context)
        }
        guard request.headers[values: .idempotencyKey].count == 1, let key = Self.key(field) else {
            throw OperationError.malformed([
                FieldError("Idempotency-Key", "must be one key of 1 to 255 visible ASCII characters, with or without quotes")
            ])
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
            try await self.operations.release(key, as: context.principal)
            throw error
        }
        guard response.status.code < 400 else {
            try await self.operations.release(key, as: context.principal)
            return response
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

    /// Returns the key of an RFC 9651 string, `"abc"`, or a bare one, `abc`, as most clients send it. Nil for anything else.
    static func key(_ field: String) -> String? {
        let bytes = Array(field.utf8)
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        let key = bytes.first == UInt8(ascii: "\"") ? Self.unquoted(bytes[1...]) : bytes
        guard let key, (1...255).contains(key.count) else { return nil }
        let isBare = bytes.first != UInt8(ascii: "\"")
        guard !isBare || key.allSatisfy({ $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") }) else {
            return nil
        }
        return String(decoding: key, as: UTF8.self)
    }

    /// Returns the text before the closing quote, which must be the last character.
    private static func unquoted(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var rest = bytes
        var key: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return rest.isEmpty ? key : nil
            case UInt8(ascii: "\\"):
                guard let next = rest.popFirst(), next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") else { return nil }
                key.append(next)
            default: key.append(byte)
            }
        }
        return nil
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
    /// Returns the whole body. For responses that are not streams.
    func collected() async throws -> ByteBuffer {
        let collector = BodyCollector()
        try await self.write(collector)
        return collector.buffer
    }
}

/// Collects what a handler writes. SAFETY: used by one task only, that of the request.
private final class BodyCollector: ResponseBodyWriter, @unchecked Sendable {
    private(set) var buffer = ByteBuffer()

    func write(_ buffer: ByteBuffer) async throws { self.buffer.writeImmutableBuffer(buffer) }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension HTTPField.Name {
    fileprivate static let idempotencyKey = Self("Idempotency-Key")!  // SAFETY: a literal token
}
