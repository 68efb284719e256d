import Foundation
import HTTPTypes
import HawkCore
import HawkTestSupport
import HummingbirdTesting
import NIOCore

/// A caller of the API, with one connection for each request, so that requests may be concurrent.
struct Caller: Sendable {
    private let app: TestApp
    /// The headers of every request.
    var headers: HTTPFields = [:]
    /// The name of the server in `Host`.
    private(set) var authority: String

    init(_ app: TestApp, session: Secret? = nil, token: Secret? = nil) {
        self.app = app
        self.authority = "127.0.0.1:\(app.port)"
        if let session {
            self.headers[.cookie] = "statushawk_session=\(session.revealed)"
            self.headers[.origin] = "http://\(self.authority)"
        }
        if let token { self.headers[.authorization] = "Bearer \(token.revealed)" }
    }

    /// Returns the same caller with another header. Nil removes it.
    func with(_ name: HTTPField.Name, _ value: String?) -> Caller {
        var caller = self
        caller.headers[name] = value
        return caller
    }

    /// Returns the same caller with another name for the server.
    func naming(_ authority: String) -> Caller {
        var caller = self
        caller.authority = authority
        return caller
    }

    func get(_ path: String) async throws -> Answer { try await self.send(.get, path) }
    func delete(_ path: String) async throws -> Answer { try await self.send(.delete, path) }
    func post(_ path: String, _ body: JSONValue? = nil) async throws -> Answer { try await self.send(.post, path, json: body) }
    func patch(_ path: String, _ body: JSONValue) async throws -> Answer { try await self.send(.patch, path, json: body) }

    func send(_ method: HTTPRequest.Method, _ path: String, json: JSONValue?) async throws -> Answer {
        guard let json else { return try await self.send(method, path) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys  // the same body has the same bytes
        return try await self.with(.contentType, "application/json")
            .send(method, path, body: ByteBuffer(bytes: try encoder.encode(json)))
    }

    /// Sends a request, waits for an event other than its response, and disconnects.
    func hangUp<Value>(_ method: HTTPRequest.Method, _ path: String, after event: () async -> Value) async throws -> Value {
        let client = TestClient(host: "127.0.0.1", port: self.app.port)
        client.connect()
        let request = TestClient.Request(path, method: method, authority: self.authority, headers: self.headers, body: nil)
        async let answer = client.execute(request)
        let value = await event()
        try await client.shutdown()
        _ = try? await answer  // cancelled
        return value
    }

    /// Opens the live events. Returns when the stream has started, or when the server has refused it.
    ///
    /// - Parameters:
    ///   - query: with its question mark.
    ///   - id: the `Last-Event-ID`.
    func events(_ query: String = "", after id: String? = nil) async throws -> EventReader {
        let fields = self.with(.lastEventID, id).headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        let head = "GET /api/v1/events\(query) HTTP/1.1\r\nHost: \(self.authority)\r\n\(fields)Connection: close\r\n\r\n"
        return await EventReader(try RawClient(port: self.app.port), sending: head)
    }

    func send(_ method: HTTPRequest.Method, _ path: String, body: ByteBuffer? = nil) async throws -> Answer {
        let client = TestClient(host: "127.0.0.1", port: self.app.port)
        client.connect()
        do {
            let request = TestClient.Request(path, method: method, authority: self.authority, headers: self.headers, body: body)
            let response = try await client.execute(request)
            try await client.shutdown()
            return Answer(status: response.status.code, headers: response.headers, body: response.body ?? ByteBuffer())
        } catch {
            try await client.shutdown()
            throw error
        }
    }
}

/// A response of the API.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: ByteBuffer

    var text: String { String(buffer: self.body) }
    var json: JSONValue { get throws { try JSONParser.parse(Array(self.body.readableBytesView)) } }

    /// The cookie in the response, as a browser sends it back.
    var session: String? { self.headers[.setCookie].map { String($0.prefix { $0 != ";" }) } }
}

extension JSONValue {
    var int: Int64? { if case .int(let value) = self { value } else { nil } }
    var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    var items: [JSONValue] { self["items"]?.array ?? [] }
}
