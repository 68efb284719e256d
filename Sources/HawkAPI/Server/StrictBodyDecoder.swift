import HawkCore
package import Hummingbird
import NIOCore

/// Reads a request's JSON body: the whole of it, of a known type, within bounds, with nothing unknown in it.
package struct StrictBodyDecoder: RequestDecoder {
    /// The most bytes that a body may have.
    package static let limit = 1 << 20
    /// For the bodies of those who have not signed in yet.
    package static let small = StrictBodyDecoder(limit: 64 << 10)
    /// How long a client may take to send it.
    private static let readTimeout = Duration.seconds(30)

    private let limit: Int

    init(limit: Int = StrictBodyDecoder.limit) { self.limit = limit }

    package func decode<Body: Decodable>(
        _ type: Body.Type, from request: Request, context: some RequestContext
    ) async throws -> Body {
        try StrictDecoder.decode(type, from: try await Self.json(of: request, limit: self.limit))
    }

    /// - Throws: `Problem` with 413 or 415, or `OperationError` for malformed JSON.
    static func json(of request: Request, limit: Int = Self.limit) async throws -> JSONValue {
        guard request.hasJSON else {
            throw Problem(.unsupportedMediaType, "send JSON, with Content-Type: application/json")
        }
        return try JSONParser.parse([UInt8](buffer: try await Self.bytes(of: request, limit: limit)))
    }

    /// - Throws: `Problem` with 413 beyond the limit, with 408 for a client that does not get on with it.
    static func bytes(of request: Request, limit: Int = Self.limit) async throws -> ByteBuffer {
        let tooLarge = Problem(.contentTooLarge, "a request body may have at most \(limit) bytes")
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw tooLarge }
        return try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            group.addTask {
                do {
                    return try await request.body.collect(upTo: limit)
                } catch is NIOTooManyBytesError {
                    throw tooLarge
                }
            }
            group.addTask {
                try await Task.sleep(for: Self.readTimeout)
                throw Problem(.requestTimeout, "the request body did not arrive within \(Self.readTimeout)")
            }
            defer { group.cancelAll() }
            guard let bytes = try await group.next() else { preconditionFailure("two tasks were added") }
            return bytes
        }
    }
}

extension Request {
    fileprivate var hasJSON: Bool {
        let type = self.headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        return type == "application/json" || type == "application/merge-patch+json"
    }
}
