import HawkCore
package import Hummingbird
import NIOCore

/// Reads the whole JSON body of a request as a known type, within limits, and refuses unknown members.
package struct StrictBodyDecoder: RequestDecoder {
    /// The maximum size of a body in bytes.
    package static let limit = 1 << 20
    /// For bodies of callers who have not signed in.
    package static let small = StrictBodyDecoder(limit: 64 << 10)
    /// How long a client may take to send the body.
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

    /// - Throws: `Problem` with 413 above the limit, or with 408 if the client is too slow.
    static func bytes(of request: Request, limit: Int = Self.limit) async throws -> ByteBuffer {
        let tooLarge = Problem(.contentTooLarge, "a request body may have at most \(limit) bytes")
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw tooLarge }
        do {
            let bytes = try await withDeadline(.now + Self.readTimeout, on: .continuous) {
                try await request.body.collect(upTo: limit)
            }
            if let bytes { return bytes }
            throw Problem(.requestTimeout, "the request body did not arrive within \(Self.readTimeout)")
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
    }
}

extension Request {
    fileprivate var hasJSON: Bool {
        let type = self.headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        return type == "application/json" || type == "application/merge-patch+json"
    }
}
