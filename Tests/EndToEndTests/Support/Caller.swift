import Foundation
import FoundationNetworking
import HawkCore

/// One user of the HTTP API. It keeps cookies like a browser, or a token like a program.
final class Caller: Sendable {
    let base: String
    private let token: String?
    private let session: URLSession

    init(_ base: String, token: String? = nil) {
        self.base = base
        self.token = token
        let settings = URLSessionConfiguration.ephemeral
        settings.timeoutIntervalForRequest = 60
        self.session = URLSession(configuration: settings)
    }

    /// The same program, with the same token, at another address.
    func moved(to base: String) -> Caller { Caller(base, token: self.token) }

    deinit { self.session.invalidateAndCancel() }

    func get(_ path: String) async throws -> Answer { try await self.send("GET", path, nil) }
    func post(_ path: String, _ body: JSONValue = [:]) async throws -> Answer { try await self.send("POST", path, body) }

    /// Returns a request with this caller's credentials.
    func request(_ method: String, _ path: String) -> URLRequest {
        var request = URLRequest(url: URL(string: self.base + path)!)  // SAFETY: the tests' own paths are valid
        request.httpMethod = method
        request.setValue(self.base, forHTTPHeaderField: "Origin")
        if let token = self.token { request.setValue("Bearer " + token, forHTTPHeaderField: "Authorization") }
        return request
    }

    private func send(_ method: String, _ path: String, _ body: JSONValue?) async throws -> Answer {
        var request = self.request(method, path)
        if let body {
            request.httpBody = try JSONEncoder().encode(body)
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        let (data, response) = try await self.session.data(for: request)
        return Answer(status: (response as? HTTPURLResponse)?.statusCode ?? 0, body: data)
    }
}

struct Answer: CustomStringConvertible {
    let status: Int
    let body: Data

    var text: String { String(decoding: self.body, as: UTF8.self) }
    var description: String { "\(self.status) \(self.text)" }

    /// Returns the body of a response that must have succeeded.
    func json() throws -> JSONValue {
        guard (200..<300).contains(self.status) else { throw Refused(answer: self) }
        return try JSONDecoder().decode(JSONValue.self, from: self.body)
    }
}

struct Refused: Error, CustomStringConvertible {
    let answer: Answer

    var description: String { "refused: \(self.answer)" }
}

extension JSONValue {
    var int: Int64? { if case .int(let value) = self { value } else { nil } }
    var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
    var array: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
    var items: [JSONValue] { self["items"]?.array ?? [] }
}
