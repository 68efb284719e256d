import Foundation
import HTTPTypes
package import HawkCore
import Hummingbird
import Synchronization

/// The parameters of a query. It records which ones were read, so that a misspelt one is an error.
package final class QueryParameters: Sendable {
    /// In bytes after decoding.
    private static let maxNameLength = 128
    private static let maxParameters = 64

    private let values: [ByteKey: String]
    private let read = Mutex<Set<ByteKey>>(["organization"])

    package static let none = QueryParameters([:])

    private init(_ values: [ByteKey: String]) { self.values = values }

    /// - Parameter query: already checked by `RequestHeadLimits`.
    /// - Throws: `OperationError` for a parameter that is not validly encoded, too long, or repeated.
    package init(_ query: String?) throws(OperationError) {
        var values: [ByteKey: String] = [:]
        for pair in (query ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false).map(Self.decoded)
            guard let name = parts[0], let value = parts.count > 1 ? parts[1] : "" else {
                throw OperationError(.malformed, "the query contains text that is not validly encoded")
            }
            guard name.utf8.count <= Self.maxNameLength else {
                throw OperationError(.malformed, "the query has a parameter name longer than \(Self.maxNameLength) bytes")
            }
            guard values.updateValue(value, forKey: ByteKey(name)) == nil else { throw Self.malformed(name, "appears twice") }
            guard values.count <= Self.maxParameters else {
                throw OperationError(.malformed, "the query has more than \(Self.maxParameters) parameters")
            }
        }
        self.values = values
    }

    /// Nil if the text is not validly encoded, cannot be stored by a database, or takes too long to compare.
    private static func decoded(_ text: Substring.UTF8View) -> String? {
        let spaced = text.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        guard let plain = String(decoding: spaced, as: UTF8.self).removingPercentEncoding, !plain.utf8.contains(0),
            plain.isStreamSafe
        else { return nil }
        return plain
    }

    /// - Throws: `OperationError` if the query has a parameter that no code read.
    func requireAllRead() throws(OperationError) {
        let read = self.read.withLock { $0 }
        let unknown = self.values.keys.filter { !read.contains($0) }.sorted()
        guard unknown.isEmpty else { throw .malformed(unknown.map { FieldError($0.text, "is not a known parameter") }) }
    }

    /// Returns the parameter's text. Nil if it is missing or empty.
    package func text(_ name: String) -> String? {
        let name = ByteKey(name)
        _ = self.read.withLock { $0.insert(name) }
        return self.values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Returns the parameter converted to a type.
    package func value<Value: LosslessStringConvertible>(
        _ name: String, as type: Value.Type = Value.self, expected: String
    ) throws(OperationError) -> Value? {
        guard let text = self.text(name) else { return nil }
        guard let value = Value(text) else { throw Self.malformed(name, "must be \(expected)") }
        return value
    }

    package func instant(_ name: String) throws(OperationError) -> Instant? {
        try self.value(name, expected: "an RFC 3339 instant, such as 2026-11-22T04:05:06.789Z")
    }

    package func id<Entity>(_ name: String, of entity: Entity.Type = Entity.self) throws(OperationError) -> ID<Entity>? {
        try self.value(name, expected: "an id")
    }

    package func integer(_ name: String, in range: ClosedRange<Int>) throws(OperationError) -> Int? {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let value = try self.value(name, as: Int.self, expected: expected) else { return nil }
        guard range.contains(value) else { throw Self.malformed(name, "must be \(expected)") }
        return value
    }

    /// Returns the parameter as a case of an enumeration.
    package func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, of type: Value.Type = Value.self
    ) throws(OperationError) -> Value? where Value.RawValue == String {
        guard let text = self.text(name) else { return nil }
        guard let value = Value(rawValue: text) else {
            throw Self.malformed(name, "must be one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }

    static func malformed(_ name: String, _ message: String) -> OperationError { .malformed([FieldError(name, message)]) }
}

/// Parses the query before the handler, and refuses parameters that the route does not know. For safe methods it does so after
/// the handler; otherwise before it, because no unsafe route has parameters.
struct QueryMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: AppContext, next: Next<AppContext>
    ) async throws -> Response {
        var context = context
        let query = try QueryParameters(request.uri.query)
        context.query = query
        guard request.method.isSafe else {
            try query.requireAllRead()
            return try await next(request, context)
        }
        let response = try await next(request, context)
        try query.requireAllRead()
        return response
    }
}

extension HTTPRequest.Method {
    var isSafe: Bool { self == .get || self == .head || self == .options }
}
