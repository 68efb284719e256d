import Crypto
import HTTPTypes
import HawkCore
import HawkEngine
import HawkStore
import Hummingbird
import NIOCore

/// Answers a repeated request that changes something as the first time: `Idempotency-Key`, kept for a day for each caller.
///
/// Follows draft-ietf-httpapi-idempotency-key-header: 400 for a malformed key, 409 while the first request is in progress, 422
/// where the key came with another request before. A request that was refused or failed changed nothing and frees its key. One
/// whose process died keeps it, as it may have taken effect.
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

    /// The key in a string of RFC 9651, `"abc"`, or bare as most clients send it: `abc`; nil for anything else.
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

    /// What stands before the closing quote, which must be the end.
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
    /// The whole of it; for answers that are not streams.
    func collected() async throws -> ByteBuffer {
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
