import HawkCore
import HawkTestSupport
import Testing

@Suite struct JSONAssertionTests {
    private static let health = """
        {"status": "degraded", "queue": 731, "load": "0.75", "ok": true, "error": null, "big": 12345678901234567891,
         "checks": [{"name": "db", "state": "up", "ms": 3}, {"name": "cache", "state": "down", "ms": 900.0}], "huge": 1e999}
        """

    private typealias Case = (String, String, JSONValue, String?)
    private static let cases: [Case] = [
        ("$.status", "equals", "degraded", nil), ("$.status", "equals", "ok", "is \"degraded\": it must be \"ok\""),
        ("$.status", "not_equals", "degraded", "is \"degraded\": it must not be \"degraded\""),
        ("$.queue", "equals", 731, nil), ("$.queue", "equals", "7.31e2", nil),
        ("$.status", "equals", "7.31e2", "is \"degraded\""),
        ("$.queue", "less_than", 731, "is 731: it must be less than 731"), ("$.queue", "less_than", 731.5, nil),
        ("$.queue", "greater_than", "1000", "is 731: it must be more than 1000"), ("$.load", "less_than", 1, nil),
        ("$.status", "less_than", 1, "is \"degraded\": it must be less than 1"), ("$.ok", "equals", true, nil),
        ("$.error", "equals", "null", nil), ("$.error", "exists", .null, nil), ("$.none", "not_exists", .null, nil),
        ("$.none", "exists", .null, "is missing: it must exist"),
        ("$.error", "not_exists", .null, "exists: it must not exist"),
        ("$.none", "equals", "x", "is missing: it must be \"x\""), ("$.none", "not_equals", "x", nil),
        ("$.none", "not_contains", "x", nil), ("$.status", "contains", "grad", nil),
        ("$.status", "not_contains", "grad", "is \"degraded\": it must not contain \"grad\""),
        ("$.status", "matches", "^(ok|degraded)$", nil), ("$.status", "not_matches", "^d", "it must not match \"^d\""),
        ("$.checks[*].state", "equals", "up", "is \"down\": it must be \"up\""), ("$.checks[*].ms", "less_than", 1_000, nil),
        ("$.checks[*].ms", "less_than", 900, "is 900.0: it must be less than 900"),
        ("$.checks[*].state", "not_equals", "unknown", nil), ("$.checks.length()", "equals", 2, nil),
        ("$.checks.length()", "greater_than", 2, "is 2: it must be more than 2"),
        ("$.queue.length()", "equals", 3, "is not defined: the value has no length"),
        ("$.checks[0]", "contains", "\"state\":\"up\"", nil),
        ("$.checks[0]", "equals", "{\"name\":\"db\",\"state\":\"up\",\"ms\":3}", nil),
        ("$.big", "equals", "12345678901234567891", nil), ("$.huge", "greater_than", 5, nil),
        ("$.huge", "less_than", 5, "is 1e999"),
    ]

    @Test(arguments: cases)
    func `a value in JSON decides`(_ path: String, _ operator: String, _ value: JSONValue, _ sentence: String?) async throws {
        let server = try await HTTPTestServer { _ in .init(200, body: Self.health) }
        let assertion: JSONValue = [
            "source": "json", "name": .string(path), "operator": .string(`operator`), "value": value,
        ]
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["assertions": [assertion]])
        if let sentence {
            #expect(seen.outcome == .down && seen.reason == .assertion)
            #expect(
                seen.message.hasPrefix("\(path) of 127.0.0.1:\(server.port) ") && seen.message.contains(sentence),
                "\(seen.message)")
        } else {
            #expect(seen.outcome == .up, "\(seen.message)")
        }
    }

    @Test(arguments: [
        ("<html>", "a value is missing, at byte 1"), ("", "unexpected end, at byte 1"),
        ("{\"a\":1,}", "a member name is missing, at byte 8"),
        ("[1 2]", "a comma or the end of a list is missing, at byte 4"), ("{} x", "unexpected data after the end, at byte 4"),
        ("[01]", "a number begins with 0, at byte 4"), ("\"a\nb\"", "a string contains a control character, at byte 4"),
    ]) func `a body that is not JSON satisfies no assertion`(_ body: String, _ sentence: String) async throws {
        let server = try await HTTPTestServer { _ in .init(200, body: body) }
        for `operator` in ["exists", "not_exists"] {
            let seen = try await ProbeFixture().observe(
                http: "http://127.0.0.1:\(server.port)/", port: server.port,
                ["assertions": [["source": "json", "name": "$.a", "operator": .string(`operator`)]]])
            #expect(seen.outcome == .down && seen.reason == .assertion)
            #expect(seen.message == "the body of 127.0.0.1:\(server.port) is not JSON: \(sentence)")
        }
    }

    @Test func `JSON beyond the limit is too large`() async throws {
        let server = try await HTTPTestServer { _ in .init(200, body: "[" + String(repeating: " ", count: 300_000) + "]") }
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port,
            ["assertions": [["source": "json", "name": "$", "operator": "exists"]]])
        #expect(seen.outcome == .down && seen.reason == .tooLarge)
    }

    @Test func `nested values are not expanded without limit`() async throws {
        let depth = 50_000
        let body = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let server = try await HTTPTestServer { _ in .init(200, body: body) }
        let bench = try await ProbeFixture()
        let target = "http://127.0.0.1:\(server.port)/"
        let there: JSONValue = ["assertions": [["source": "json", "name": "$..*", "operator": "exists"]]]
        #expect(try await bench.observe(http: target, port: server.port, there).outcome == .up)
        let written: JSONValue = ["assertions": [["source": "json", "name": "$..*", "operator": "contains", "value": "x"]]]
        let seen = try await bench.observe(http: target, port: server.port, written)
        #expect(seen.outcome == .down && seen.reason == .tooLarge, "\(seen.message)")
    }
}
