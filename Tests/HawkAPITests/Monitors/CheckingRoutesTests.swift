import HTTPTypes
import HawkBroker
import HawkCore
import HawkEngine
import HawkTestSupport
import Testing

/// On-demand checks: how often, and how long.
@Suite(.timeLimit(.minutes(1))) struct CheckingRoutesTests {
    private func monitor(_ app: TestApp) async throws -> Int64 {
        let answer = try await app.as(.alice).post(
            "/api/v1/monitors", ["type": "tcp", "name": "x", "target": "db.example:5432", "timeout_seconds": 40])
        return try #require(try answer.json["id"]?.int)
    }

    @Test func `after twenty checks in a row a user has to wait, and others do not`() async throws {
        try await withTestApp { app in
            let path = "/api/v1/monitors/\(try await self.monitor(app))/check"
            let draft: JSONValue = ["type": "tcp", "target": "db.example:5432"]
            // There is no answer, since this installation has no runner.
            for _ in 0..<10 {
                #expect(try await app.as(.bob).post(path).status == 504)
                #expect(try await app.as(.bob).post("/api/v1/monitors/test", draft).status == 504)
            }
            for answer in [try await app.as(.bob).post(path), try await app.as(.bob).post("/api/v1/monitors/test", draft)] {
                #expect(answer.status == 429 && answer.headers[.retryAfter] == "3")
                #expect(try answer.json["detail"]?.string == "too many on-demand checks: wait before the next")
            }
            #expect(try await app.as(.alice).post(path).status == 504)
            #expect(try await app.token(.editor).post(path).status == 504)
            app.clock.advance(by: .seconds(3))
            #expect(try await app.as(.bob).post(path).status == 504)
            #expect(try await app.as(.bob).post(path).status == 429)
        }
    }

    private let key = HTTPField.Name("Idempotency-Key")!  // SAFETY: a literal token

    @Test(arguments: [nil, "key-1"]) func `a check ends with the connection of its caller`(_ value: String?) async throws {
        try await withTestApp { app in
            let path = "/api/v1/monitors/\(try await self.monitor(app))/check"
            let requests = app.engine.broker.requests(for: .runner(location: "default"))
            let bob = app.as(.bob).with(self.key, value)
            let received = try await bob.hangUp(.post, path) { await requests.first { _ in true } }
            let pending = try #require(received)
            await withCheckedContinuation { continuation in pending.requester.whenGone { continuation.resume() } }
            #expect(pending.expiresAt > .now)
        }
    }

    @Test func `a client that disconnects during its request ends only the request`() async throws {
        try await withTestApp { app in
            let bob = app.as(.bob)
            let body = #"{"type":"tcp","target":"db.example:5432","timeout_seconds":40}"#
            let fields = bob.headers.map { "\($0.name): \($0.value)\r\n" }.joined()
            let head =
                "POST /api/v1/monitors/test HTTP/1.1\r\nHost: \(bob.authority)\r\n\(fields)Content-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n"
            // Most are refused at once with 429.
            for sent in [0, 1, body.utf8.count - 1] + Array(repeating: body.utf8.count, count: 300) {
                try RawClient(port: app.port).send(head + body.prefix(sent))
            }
            #expect(try await app.as(.alice).get("/api/v1/monitors").status == 200)
        }
    }

    @Test func `a connection serves further requests after a check`() async throws {
        try await withTestApp { app in
            let path = "/api/v1/monitors/\(try await self.monitor(app))/check"
            let requests = app.engine.broker.requests(for: .runner(location: "default"))
            async let response = app.as(.bob).post(path)
            await requests.first { _ in true }?.answer(.refused("no"))
            let answer = try await response
            #expect(answer.status == 409 && answer.headers[.connection] != "close")
        }
    }
}
