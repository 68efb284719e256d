import HawkCore
import HawkTestSupport
import Testing

/// How requests are sent, and how the result is interpreted.
@Suite struct HTTPMannersTests {
    @Test(arguments: [("PROPFIND", nil), ("GET", "with a body"), ("DELETE", "with a body"), ("OPTIONS", nil), ("REPORT", "x")])
    func `any method is sent, with any body`(_ method: String, _ body: String?) async throws {
        let server = try await HTTPTestServer()
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port,
            ["method": .string(method), "body": body.map { .string($0) } ?? .null])
        #expect(seen.outcome == .up, "\(seen.message)")
        let request = try #require(server.requests.first)
        #expect(request.method == method && request.body == body ?? "")
    }

    @Test(arguments: [("/", "/?statushawk="), ("/a?b=c", "/a?b=c&statushawk=")])
    func `a cache is bypassed with a new URL each time, and a redirect is requested unchanged`(_ path: String, _ start: String)
        async throws
    {
        let server = try await HTTPTestServer { $0.uri == "/next?x" ? .init(503) : .redirect(to: "/next?x") }
        let bench = try await ProbeFixture()
        var seen: [Observation] = []
        for _ in 0..<2 {
            seen.append(
                try await bench.observe(
                    http: "http://127.0.0.1:\(server.port)\(path)", port: server.port, ["cache_buster": true]))
        }
        let requested = server.requests.map(\.uri)
        #expect(
            requested.count == 4 && requested[0] != requested[2] && requested[0].hasPrefix(start) && requested[2].hasPrefix(start)
        )
        #expect(requested[1] == "/next?x")
        #expect(seen[0].evidence.redirects == ["http://127.0.0.1:\(server.port)/next"])
        #expect(!"\(seen[0].evidence)".contains("statushawk="))
    }

    @Test func `for an inverted monitor a success is a failure, with its evidence`() async throws {
        let server = try await HTTPTestServer { _ in .init(200, ["X-Kind": "live"], body: "still here") }
        let bench = try await ProbeFixture()
        let seen = try await bench.observe(
            http: "http://local.test:\(server.port)/", port: server.port, ["inverted": true])
        #expect(seen.outcome == .down && seen.reason == .assertion && seen.statusCode == 200)
        #expect(seen.message == "local.test answered 200, expected to fail")
        #expect(seen.evidence.body == "still here" && seen.evidence.headers.contains { $0.name == "X-Kind" })
    }

    @Test(arguments: [503, 0]) func `for an inverted monitor a failure is a success`(_ status: Int) async throws {
        let server = try await HTTPTestServer { _ in .init(status) }
        if status == 0 { try await server.close() }
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["inverted": true])
        #expect(seen.outcome == .up && seen.reason == .none && seen.message == "")
    }

    @Test func `for an inverted monitor degraded and forbidden targets are down, and faults stay faults`() async throws {
        let server = try await HTTPTestServer()
        let bench = try await ProbeFixture(["silent.test": .silence])
        let assertion: JSONValue = ["source": "body", "operator": "contains", "value": "x", "severity": "degraded"]
        let degraded = try await bench.observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["inverted": true, "assertions": [assertion]])
        #expect(degraded.outcome == .down)
        let forbidden = try await bench.observe(.http, "http://169.254.169.254/", ["inverted": true])
        #expect(forbidden.outcome == .down && forbidden.reason == .policy && forbidden.message.contains("169.254"))
        await #expect(throws: RunnerFault.self) {
            try await bench.observe(.http, "http://silent.test/", ["inverted": true], timeout: .milliseconds(300))
        }
    }

    @Test func `the message contains the number of other failed assertions`() async throws {
        let server = try await HTTPTestServer()
        let assertions = (0..<4).map { number -> JSONValue in
            [
                "source": "body", "operator": "contains", "value": .string("\(number)"),
                "severity": number == 2 ? "down" : "degraded",
            ]
        }
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["assertions": .array(assertions)])
        #expect(seen.message == "the body of 127.0.0.1:\(server.port) does not contain \"2\"; 3 more assertions failed")
    }
}
