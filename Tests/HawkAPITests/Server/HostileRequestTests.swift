import HTTPTypes
import HawkCore
import HawkTestSupport
import NIOCore
import Testing

@testable import HawkAPI

/// Requests that are cheap to send and would be expensive to read are refused at once.
@Suite(.timeLimit(.minutes(5))) struct HostileRequestTests {
    private static let anyones = [
        "/api/v1/auth/login", "/api/v1/auth/signup", "/api/v1/auth/signup/confirmation",
        "/api/v1/auth/signup/confirmation/verify", "/api/v1/auth/password-reset", "/api/v1/auth/password-reset/verify",
        "/api/v1/auth/password-reset/confirm", "/api/v1/invitations/verify",
    ]

    @Test(arguments: HostileText.allCases) func `hostile bodies without a session are refused`(_ kind: HostileText)
        async throws
    {
        let text = kind.text(ofBytes: 60_000)
        let bodies = [
            "{\"\(text)\":1}", "{\"email\":\"\(text)@example.com\",\"password\":\"long enough to be one\",\"name\":\"x\"}",
            "{\"email\":\"a@example.com\",\"password\":\"\(text)\",\"name\":\"x\"}",
            "{\"email\":\"a@example.com\",\"password\":\"long enough to be one\",\"name\":\"\(text)\"}",
        ]
        try await withTestApp { app in
            let anyone = app.anyone.with(.contentType, "application/json")
            for body in bodies {
                let signUp = try await anyone.send(.post, "/api/v1/auth/signup", body: ByteBuffer(string: body))
                #expect([400, 422].contains(signUp.status), "\(signUp.text.prefix(200))")
                let logIn = try await anyone.send(.post, "/api/v1/auth/login", body: ByteBuffer(string: body))
                #expect([400, 422].contains(logIn.status), "\(logIn.text.prefix(200))")
            }
            for (path, field) in [("confirmation", "email"), ("confirmation/verify", "confirmation")] {
                let body = "{\"\(field)\":\"\(text)\"}"
                let answer = try await anyone.send(.post, "/api/v1/auth/signup/\(path)", body: ByteBuffer(string: body))
                #expect([400, 403, 422].contains(answer.status), "\(answer.text.prefix(200))")
            }
        }
    }

    @Test(arguments: HostileRequestTests.anyones)
    func `bodies without a session have at most 64 KiB`(_ path: String) async throws {
        let megabyte = "{\"a\(String(repeating: "\u{301}\u{323}", count: 250_000))\":1}"
        try await withTestApp { app in
            let anyone = app.anyone.with(.contentType, "application/json")
            for caller in [anyone, anyone.with(.transferEncoding, "chunked")] {
                let answer = try await caller.send(.post, path, body: ByteBuffer(string: megabyte))
                #expect(answer.status == 413)
            }
        }
    }

    @Test(arguments: HostileText.allCases) func `hostile bodies of members are refused`(_ kind: HostileText) async throws {
        let text = JSONValue.string(kind.text(ofBytes: 250_000))
        let requests: [(String, JSONValue)] = [
            ("tokens", ["name": text, "role": "viewer"]), ("tokens", ["name": "x", "role": text]),
            ("monitors", ["type": "tcp", "target": text]), ("monitors", ["type": text, "target": "x"]),
            ("monitors", ["type": "tcp", "target": "127.0.0.1:1", "tags": [text]]),
            ("monitors", ["type": "http", "target": "http://127.0.0.1", "settings": ["method": text]]),
            ("monitors", ["type": "dns", "target": "example.com", "settings": ["resolver": text, "expected": [text]]]),
            ("monitors", ["type": "heartbeat", "settings": ["schedule": text]]),
            ("channels", ["type": "email", "config": ["to": [text], "smtp_url": text]]),
            ("channels", ["type": "webhook", "config": ["url": text]]), ("incidents", ["title": text]),
            ("status-pages", ["slug": text, "title": text]), ("invitations", ["email": text, "role": "viewer"]),
        ]
        try await withTestApp { app in
            for (path, body) in requests {
                let answer = try await app.as(.alice).post("/api/v1/\(path)", body)
                #expect([400, 404, 422].contains(answer.status), "\(path): \(answer.status) \(answer.text.prefix(300))")
            }
        }
    }

    private static let names = [
        "Accept-Encoding", "Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "Last-Event-ID", "Origin",
        "X-Forwarded-For", "X-Organization",
    ]

    @Test(arguments: names) func `headers that we read are ASCII and short`(_ name: String) async throws {
        let field = try #require(HTTPField.Name(name))
        try await withTestApp { app in
            for value in [HostileText.combiningMarks.text(ofBytes: 60_000), "é", String(repeating: "x", count: 8_193)] {
                let answer = try await app.as(.alice).with(field, value).get("/api/v1/organization")
                #expect(answer.status == 400 && answer.headers[.xContentTypeOptions] == "nosniff")
                #expect(try answer.json["detail"]?.string == "the header \(name) must be ASCII, and at most 8192 bytes")
            }
        }
    }

    @Test func `every header that is read as text is limited, and a connection header before Hummingbird compares it`() {
        for name in Self.names + ["Accept", "Connection", "Host", "X-Forwarded-Host", "X-Forwarded-Proto"] {
            let violation = RequestHeadLimits.violation(to: "/", [(name: name, value: "é")])
            #expect(violation == "the header \(name) must be ASCII, and at most 8192 bytes")
        }
    }

    @Test func `other headers and other programs' cookies may contain anything`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice)
            let cookie = try #require(alice.headers[.cookie])
            let marks = HostileText.combiningMarks.text(ofBytes: 10_000)
            let strange = alice.with(.cookie, "a=\(marks); \(marks)=1; \(cookie); b=é").with(.userAgent, marks)
                .with(try #require(HTTPField.Name("X-Other")), marks)
            #expect(try await strange.get("/api/v1/auth/me").status == 200)
            #expect(try await alice.with(.cookie, "x\(cookie)").get("/api/v1/auth/me").status == 401)
        }
    }

    @Test func `path and query are limited, and a client cannot forge the refusal header`() async throws {
        try await withTestApp { app in
            let long = String(repeating: "x", count: 8_192)
            for path in ["/\(long)", "/api/v1/monitors?name=\(long)"] {
                let answer = try await app.as(.alice).get(path)
                #expect(answer.status == 400)
                #expect(try answer.json["detail"]?.string == "the path and query must be ASCII, and at most 8192 bytes")
            }
            #expect(try await app.as(.alice).with(.refusal, "mine").get("/api/v1/organization").status == 200)
        }
    }

    @Test func `queries are parsed in linear time`() {
        let slow = HostileText.superlinear(from: 2_000) { text in
            let encoded = text.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
            for query in ["\(encoded)=1", "a=\(encoded)", "a=\(encoded)&a=\(encoded)"] {
                guard let query = try? QueryParameters(query) else { continue }
                #expect(query.text("a").map { $0 != "b" } ?? true)
                _ = try? query.requireAllRead()
            }
        }
        #expect(slow == [])
        #expect(throws: OperationError.self) { try QueryParameters(String(repeating: "a", count: 129)) }
        #expect(throws: OperationError.self) { try QueryParameters((0..<65).map { "p\($0)=1" }.joined(separator: "&")) }
    }

    @Test func `weighted lists are parsed in linear time`() {
        let slow = HostileText.superlinear { text in #expect(WeightedList("\(text);q=1,gzip")["gzip"] == 1_000) }
        #expect(slow == [])
    }

    @Test(arguments: HostileRequestTests.anyones)
    func `a rate limited request is refused before its body is read`(_ path: String) async throws {
        try await withTestApp { app async throws in
            let anyone = app.anyone.with(.contentType, "application/json")
            var answer = try await anyone.send(.post, path, body: ByteBuffer(string: "no JSON"))
            var attempts = 1
            while answer.status == 400, attempts < 200 {
                answer = try await anyone.send(.post, path, body: ByteBuffer(string: "no JSON"))
                attempts += 1
            }
            #expect(answer.status == 429 && answer.headers[.retryAfter] != nil && attempts > 10, "\(attempts)")
        }
    }
}
