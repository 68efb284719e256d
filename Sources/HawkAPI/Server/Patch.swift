import Crypto
import Foundation
import HTTPTypes
import HawkCore
import Hummingbird
import NIOCore

/// A change of a resource: a JSON Merge Patch (RFC 7396) and the state that it expects.
///
/// It is applied within the transaction that stores the result, so that concurrent changes of different fields are both kept.
struct Patch<Body: Codable>: Sendable {
    private let changes: JSONValue
    /// The tags of `If-Match` (RFC 9110, 13.1.1). Nil if any state is acceptable.
    private let expected: [String]?

    fileprivate init(_ changes: JSONValue, expected: [String]?) {
        self.changes = changes
        self.expected = expected
    }

    /// - Parameters:
    ///   - current: the present state of the resource. It encodes every field, as all bodies do, so any other member is an error.
    ///   - sealed: the secret part of the state, which the body does not show.
    /// - Throws: `Problem` with 412 if the caller expected another state.
    func applied(to current: Body, sealed: [UInt8]? = nil) throws -> Body {
        if let expected, !expected.contains("*"), !expected.contains(try EditTag(current, sealed: sealed).text) {
            var problem = Problem(.preconditionFailed, "someone else has changed this in the meantime: fetch it again")
            problem.errors = [FieldError("If-Match", "does not match the current state")]
            throw problem
        }
        let known = try BodyEncoder.value(of: current)
        let unknown = (self.changes.object ?? [:]).keys.filter { known[$0] == nil }.sorted()
        guard unknown.isEmpty else { throw OperationError.malformed(unknown.map { FieldError($0, "is not a known field") }) }
        return try StrictDecoder.decode(Body.self, from: known.merging(self.changes))
    }
}

extension Request {
    /// Reads the body of a PATCH.
    func patch<Body: Codable>(_ type: Body.Type) async throws -> Patch<Body> {
        let changes = try await StrictBodyDecoder.json(of: self)
        guard changes.object != nil else { throw OperationError.malformed([FieldError("", "must be an object")]) }
        // A compressing proxy makes the tag weak; it names the same state.
        let expected = self.headers[.ifMatch]?.split(separator: ",").map { tag in
            let text = tag.filter { $0 != " " && $0 != "\t" }
            return text.hasPrefix("W/") ? String(text.dropFirst(2)) : text
        }
        return Patch(changes, expected: expected)
    }
}

/// The entity tag of a resource. It changes only with edits, not with other data such as the status.
struct EditTag {
    let text: String

    /// - Parameters:
    ///   - body: the editable part.
    ///   - sealed: the secret part, which the body does not show.
    init(_ body: some Encodable, sealed: [UInt8]? = nil) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var hash = SHA256()
        hash.update(data: try encoder.encode(BodyEncoder.value(of: body)))
        hash.update(data: sealed ?? [])
        self.text = "\"\(Base64URL.encode(hash.finalize().prefix(12)))\""
    }
}

/// A response with the tag for `If-Match` of a later change.
struct Tagged<Body: ResponseEncodable>: ResponseGenerator {
    private let body: Body
    private let tag: EditTag

    init(_ body: Body, _ tag: EditTag) {
        self.body = body
        self.tag = tag
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var response = try self.body.response(from: request, context: context)
        response.headers[.eTag] = self.tag.text
        return response
    }
}
