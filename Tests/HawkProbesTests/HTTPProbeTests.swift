import HawkCore
import HawkNet
import HawkTestSupport
import Testing

@Suite struct HTTPProbeTests {
    @Test func `a good response is up, with its phases and its peer`() async throws {
        let server = try await HTTPTestServer()
        let bench = try await ProbeFixture()
        let seen = try await bench.observe(http: "http://local.test:\(server.port)/health?x=1", port: server.port)
        #expect(seen.outcome == .up && seen.reason == .none && seen.message == "" && seen.statusCode == 200)
        #expect(seen.phases.dns != nil && seen.phases.connect != nil && seen.phases.firstByte != nil)
        #expect(seen.phases.transfer != nil && seen.phases.tls == nil)
        #expect(seen.evidence.addresses == ["127.0.0.1"] && seen.evidence.peer == "127.0.0.1:\(server.port)")
        let request = try #require(server.requests.first)
        #expect(request.uri == "/health?x=1")
        #expect(request.headers["host"] == ["local.test:\(server.port)"])
        #expect(request.headers["user-agent"] == ["StatusHawk/\(StatusHawkVersion.current)"])
        #expect(request.headers["connection"] == ["close"])
    }

    @Test func `method, headers, body and credentials are sent as configured`() async throws {
        let server = try await HTTPTestServer()
        let settings: JSONValue = [
            "method": "POST", "headers": ["X-A": "1", "Accept": "text/plain"], "secret_headers": ["X-Key": "k"], "body": "höhe",
            "username": "hawk", "password": "pw",
        ]
        _ = try await ProbeFixture().observe(http: "http://127.0.0.1:\(server.port)/", port: server.port, settings)
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.body == "höhe")
        #expect(request.headers["x-a"] == ["1"] && request.headers["x-key"] == ["k"])
        #expect(request.headers["accept"] == ["text/plain"] && request.headers["content-length"] == ["5"])
        #expect(request.headers["authorization"] == ["Basic aGF3azpwdw=="])
    }

    @Test func `HEAD needs no body`() async throws {
        let server = try await HTTPTestServer()
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["method": "HEAD"])
        #expect(seen.outcome == .up)
    }

    @Test func `an unexpected status is down, with evidence`() async throws {
        let server = try await HTTPTestServer { _ in
            .init(503, ["Set-Cookie": "session=abc", "X-Reason": "maintenance"], body: "come back later")
        }
        let seen = try await ProbeFixture().observe(http: "http://127.0.0.1:\(server.port)/", port: server.port)
        #expect(seen.outcome == .down && seen.reason == .status && seen.statusCode == 503)
        #expect(seen.message == "127.0.0.1:\(server.port) answered 503, expected 200-299")
        #expect(seen.evidence.body == "come back later")
        #expect(seen.evidence.headers.contains { $0.name == "X-Reason" && $0.value == "maintenance" })
        #expect(!seen.evidence.headers.contains { $0.name.lowercased() == "set-cookie" })
    }

    @Test func `a secret that the target returns does not become evidence`() async throws {
        let server = try await HTTPTestServer { request in
            let echo = request.headers["authorization"].joined() + request.headers["x-key"].joined()
            return .init(500, ["X-Echo": echo], body: "you said \(echo)\0")
        }
        let settings: JSONValue = ["bearer_token": "token-4711", "secret_headers": ["X-Key": "key-0815"]]
        let seen = try await ProbeFixture().observe(http: "http://127.0.0.1:\(server.port)/", port: server.port, settings)
        let evidence = "\(seen.evidence)"
        #expect(evidence.contains("you said") && !evidence.contains("4711") && !evidence.contains("0815"))
        #expect(seen.evidence.body?.contains("\0") == false)
    }

    private static let assertions: [(JSONValue, Outcome)] = [
        (["source": "body", "operator": "contains", "value": "well"], .up),
        (["source": "body", "operator": "contains", "value": "ill"], .down),
        (["source": "body", "operator": "not_contains", "value": "well"], .down),
        (["source": "body", "operator": "not_contains", "value": "ill"], .up),
        (["source": "header", "name": "x-mode", "operator": "equals", "value": "live"], .up),
        (["source": "header", "name": "x-mode", "operator": "not_equals", "value": "live"], .down),
        (["source": "header", "name": "x-mode", "operator": "contains", "value": "iv"], .up),
        (["source": "header", "name": "x-mode", "operator": "not_contains", "value": "iv"], .down),
        (["source": "header", "name": "x-mode", "operator": "exists"], .up),
        (["source": "header", "name": "x-none", "operator": "exists"], .down),
        (["source": "header", "name": "x-none", "operator": "not_exists"], .up),
        (["source": "header", "name": "x-none", "operator": "contains", "value": "a"], .down),
        (["source": "status", "operator": "equals", "value": 204], .down),
        (["source": "status", "operator": "less_than", "value": 201], .up),
        (["source": "latency", "operator": "less_than", "value": 60_000], .up),
        (["source": "latency", "operator": "greater_than", "value": 60_000], .down),
        (["source": "body", "operator": "contains", "value": "ill", "severity": "degraded"], .degraded),
        (["source": "body", "operator": "matches", "value": "^ALL|is\\s+well$"], .up),
        (["source": "body", "operator": "matches", "value": "^well"], .down),
        (["source": "body", "operator": "not_matches", "value": "(?i)WELL"], .down),
        (["source": "body", "operator": "not_matches", "value": "ill$|l\\b"], .down),
        (["source": "body", "operator": "not_matches", "value": "\\d"], .up),
        (["source": "header", "name": "x-mode", "operator": "matches", "value": "^l.ve$"], .up),
        (["source": "header", "name": "x-mode", "operator": "not_matches", "value": "^l.ve$"], .down),
        (["source": "header", "name": "x-none", "operator": "matches", "value": "."], .down),
        (["source": "header", "name": "x-none", "operator": "not_matches", "value": "."], .up),
    ]

    @Test(arguments: assertions) func `an assertion decides`(_ assertion: JSONValue, _ outcome: Outcome) async throws {
        let server = try await HTTPTestServer { _ in .init(200, ["X-Mode": "live"], body: "all is well") }
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["assertions": .array([assertion])])
        #expect(seen.outcome == outcome)
        #expect(seen.reason == (outcome == .up ? .none : .assertion))
        #expect(seen.message.isEmpty == (outcome == .up))
    }

    /// Guesses of a secret by an editor who may not read it, on a page that repeats its input.
    private static let guesses: [JSONValue] = [
        ["source": "body", "operator": "contains", "value": "?"], ["source": "body", "operator": "not_contains", "value": "?"],
        ["source": "body", "operator": "matches", "value": "Bearer ?"],
        ["source": "body", "operator": "not_matches", "value": "?"],
        ["source": "header", "name": "X-Echo", "operator": "contains", "value": "?"],
        ["source": "header", "name": "X-Echo", "operator": "matches", "value": "^Bearer ?"],
        ["source": "json", "name": "$.said", "operator": "contains", "value": "?"],
        ["source": "json", "name": "$.escaped", "operator": "matches", "value": "?"],
    ]

    @Test(arguments: HTTPProbeTests.guesses)
    func `an assertion does not distinguish a right guess of a secret from a wrong one`(_ assertion: JSONValue) async throws {
        let server = try await HTTPTestServer { request in
            let sent = request.headers["authorization"].joined()
            let escaped = sent.unicodeScalars.map { "\\u00" + String($0.value, radix: 16) }.joined()
            return .init(
                200, ["X-Echo": sent], body: "{\"said\": \"\(sent)\", \"escaped\": \"\(escaped)\", \"status\": \"fine\"}")
        }
        let bench = try await ProbeFixture()
        func outcome(_ guess: String) async throws -> Outcome {
            let guessed = assertion.merging(["value": .string(assertion["value"]?.string?.replacing("?", with: guess) ?? "")])
            return try await bench.observe(
                http: "http://127.0.0.1:\(server.port)/", port: server.port,
                ["bearer_token": "token-4711", "assertions": .array([guessed])]
            ).outcome
        }
        #expect(try await outcome("token-47") == outcome("token-48"))
        #expect(try await outcome("token-4711") == outcome("token-4712"))
    }

    @Test func `text beside a secret can be asserted`() async throws {
        let server = try await HTTPTestServer { request in
            .init(200, body: "{\"said\": \"\(request.headers["authorization"].joined())\", \"status\": \"fine\"}")
        }
        let settings: JSONValue = [
            "bearer_token": "token-4711",
            "assertions": [
                ["source": "body", "operator": "contains", "value": "\"status\": \"fine\""],
                ["source": "json", "name": "$.status", "operator": "equals", "value": "fine"],
                ["source": "json", "name": "$.said", "operator": "exists"],
            ],
        ]
        let seen = try await ProbeFixture().observe(http: "http://127.0.0.1:\(server.port)/", port: server.port, settings)
        #expect(seen.outcome == .up, "\(seen.message)")
    }

    @Test func `a body that ends within a secret shows no part of it`() async throws {
        let server = try await HTTPTestServer { request in
            let padding = String(repeating: "x", count: 256 * 1_024 - 14)
            return .init(200, body: padding + request.headers["authorization"].joined() + padding)
        }
        let bench = try await ProbeFixture()
        func reason(_ guess: String) async throws -> Reason {
            let assertion: JSONValue = ["source": "body", "operator": "contains", "value": .string(guess)]
            return try await bench.observe(
                http: "http://127.0.0.1:\(server.port)/", port: server.port,
                ["bearer_token": "token-4711", "assertions": .array([assertion])]
            ).reason
        }
        #expect(try await reason("Bearer token-") == reason("Bearer other-"))
        #expect(try await reason("xxxx") == .none)
    }

    @Test func `a failed assertion with severity down outweighs one with degraded`() async throws {
        let server = try await HTTPTestServer()
        let settings: JSONValue = [
            "assertions": [
                ["source": "body", "operator": "contains", "value": "a", "severity": "degraded"],
                ["source": "body", "operator": "contains", "value": "b", "severity": "down"],
            ]
        ]
        let seen = try await ProbeFixture().observe(http: "http://127.0.0.1:\(server.port)/", port: server.port, settings)
        #expect(seen.outcome == .down)
        #expect(seen.message == "the body of 127.0.0.1:\(server.port) does not contain \"b\"; 1 more assertion failed")
    }

    @Test func `a body beyond the limit is a failure only if an assertion needs the rest`() async throws {
        let server = try await HTTPTestServer { _ in .init(200, body: String(repeating: "x", count: 1_024 * 1_024) + "end") }
        let bench = try await ProbeFixture()
        let target = "http://127.0.0.1:\(server.port)/"
        #expect(try await bench.observe(http: target, port: server.port).outcome == .up)
        let contains: JSONValue = ["assertions": [["source": "body", "operator": "contains", "value": "xxxx"]]]
        #expect(try await bench.observe(http: target, port: server.port, contains).outcome == .up)
        let needs: JSONValue = ["assertions": [["source": "body", "operator": "contains", "value": "end"]]]
        let seen = try await bench.observe(http: target, port: server.port, needs)
        #expect(seen.outcome == .down && seen.reason == .tooLarge)
    }
}
