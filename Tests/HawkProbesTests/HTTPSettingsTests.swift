import HawkCore
import HawkProbes
import Testing

@Suite struct HTTPSettingsTests {
    private static let invalid: [(JSONValue, String)] = [
        (["method": "TRACE"], "method"),
        (["method": "CONNECT"], "method"),
        (["method": "get"], "method"),
        (["method": ""], "method"),
        (["method": "GET /"], "method"),
        (["method": "G\r\nX"], "method"),
        (["max_redirects": 21], "max_redirects"),
        (["max_redirects": -1], "max_redirects"),
        (["headers": ["Authorization": "x"]], "headers.Authorization"),
        (["headers": ["cookie": "x"]], "headers.cookie"),
        (["headers": ["X": "a\r\nY: b"]], "headers.X"),
        (["headers": ["X\r\nY": "a"]], "headers"),
        (["headers": ["Content-Length": "1"]], "headers.Content-Length"),
        (["secret_headers": ["Transfer-Encoding": "chunked"]], "secret_headers.Transfer-Encoding"),
        (["secret_headers": ["X": "\0"]], "secret_headers.X"),
        (["expected_status": []], "expected_status"),
        (["expected_status": ["2xx"]], "expected_status.0"),
        (["expected_status": ["600"]], "expected_status.0"),
        (["expected_status": ["299-200"]], "expected_status.0"),
        (["expected_status": ["200-"]], "expected_status.0"),
        (["password": "x"], "username"),
        (["username": "a:b"], "username"),
        (["bearer_token": "a\nb"], "bearer_token"),
        (["username": "a", "bearer_token": "b"], "username"),
        (["username": "a", "secret_headers": ["authorization": "b"]], "username"),
        (["ip_version": "5"], "ip_version"),
        (["server_name": "a b"], "server_name"),
        (["ca_certificates": "x"], "ca_certificates"),
        (["client_certificate": "x"], "client_key"),
        (["client_key": "x"], "client_certificate"),
        (["client_certificate": "x", "client_key": "y"], "client_certificate"),
        (assertion(["source": "packet_loss", "operator": "less_than", "value": 5]), "assertions.0.source"),
        (assertion(["source": "certificate_days", "operator": "less_than", "value": "x"]), "assertions.0.value"),
        (assertion(["source": "jsonpath", "operator": "contains"]), "assertions.0.source"),
        (assertion(["source": "body", "operator": "matches", "value": "a(b"]), "assertions.0.value"),
        (assertion(["source": "header", "name": "a", "operator": "not_matches", "value": ""]), "assertions.0.value"),
        (assertion(["source": "body", "operator": "matches", "value": "\\C"]), "assertions.0.value"),
        (assertion(["source": "json", "name": "status", "operator": "exists"]), "assertions.0.name"),
        (assertion(["source": "json", "operator": "exists"]), "assertions.0.name"),
        (assertion(["source": "json", "name": "$.a", "operator": "exists", "value": "x"]), "assertions.0.value"),
        (assertion(["source": "json", "name": "$.a", "operator": "less_than", "value": "many"]), "assertions.0.value"),
        (assertion(["source": "json", "name": "$.a", "operator": "less_than", "value": "nan"]), "assertions.0.value"),
        (assertion(["source": "json", "name": "$.a", "operator": "contains", "value": ""]), "assertions.0.value"),
        (assertion(["source": "status", "operator": "matches", "value": "2.."]), "assertions.0.operator"),
        (assertion(["source": "body", "operator": "equals", "value": "x"]), "assertions.0.operator"),
        (assertion(["source": "body", "operator": "contains"]), "assertions.0.value"),
        (assertion(["source": "body", "operator": "contains", "value": ""]), "assertions.0.value"),
        (assertion(["source": "header", "operator": "exists"]), "assertions.0.name"),
        (assertion(["source": "body", "name": "x", "operator": "contains", "value": "x"]), "assertions.0.name"),
        (assertion(["source": "status", "operator": "equals", "value": "20"]), "assertions.0.value"),
        (assertion(["source": "latency", "operator": "less_than", "value": "fast"]), "assertions.0.value"),
        (assertion(["source": "latency", "operator": "less_than", "value": "nan"]), "assertions.0.value"),
        (assertion(["source": "status", "operator": "equals", "value": 200, "severity": "fatal"]), "assertions.0.severity"),
        (assertion(["operator": "contains"]), "assertions.0.source"), (assertion(["source": "body"]), "assertions.0.operator"),
    ]

    private static let malformed: [JSONValue] = [
        ["method": 1], ["headers": []], ["headers": ["X": 1]], ["body": true], ["expected_status": "200"],
        ["expected_status": [200]], assertion(["source": "body", "operator": "contains", "value": "x", "regex": true]),
        assertion(["source": "body", "operator": "contains", "value": []]),
    ]

    private let type = MonitorTypeRegistry.standard[.http]!

    private static func assertion(_ value: JSONValue) -> JSONValue { ["assertions": .array([value])] }

    @Test func `settings are stored unchanged`() throws {
        let settings: JSONValue = [
            "method": "POST", "headers": ["X-Test": "1"], "body": "{}", "expected_status": ["200", "300-302"],
            "follow_redirects": false, "verify_tls": false, "username": "hawk", "password": "secret",
            "secret_headers": ["X-Key": "k"],
            "assertions": [
                ["source": "body", "operator": "contains", "value": "ok", "severity": "degraded"],
                ["source": "header", "name": "Content-Type", "operator": "exists"],
            ],
        ]
        let stored = try self.type.normalise(settings: settings)
        #expect(stored["password"] == "secret")
        #expect(stored["bearer_token"] == .null)
        #expect(stored["expected_status"] == ["200", "300-302"])
        #expect(try self.type.normalise(settings: stored) == stored)
    }

    @Test func `secrets are marked as such`() {
        let secrets = Set(self.type.form.filter(\.secret).map(\.name))
        #expect(secrets == ["secret_headers", "secret_body", "password", "bearer_token", "client_key"])
    }

    @Test func `a plain number is a valid value`() throws {
        let settings = Self.assertion(["source": "latency", "operator": "less_than", "value": 250])
        let stored = try self.type.normalise(settings: settings)
        #expect(stored["assertions"] == [["source": "latency", "operator": "less_than", "value": "250", "severity": "down"]])
    }

    @Test(arguments: invalid) func `an invalid setting is refused with its path`(_ settings: JSONValue, _ field: String) {
        let error = #expect(throws: OperationError.self) { try self.type.normalise(settings: settings) }
        #expect(error?.code == .invalid)
        #expect(error?.errors.map(\.field).contains(field) == true, "\(error?.errors ?? [])")
    }

    @Test(arguments: malformed) func `a setting of the wrong type is malformed`(_ settings: JSONValue) {
        let error = #expect(throws: OperationError.self) { try self.type.normalise(settings: settings) }
        #expect(error?.code == .malformed)
    }

    @Test func `limits apply`() {
        let long = JSONValue.string(String(repeating: "x", count: 64 * 1_024 + 1))
        #expect(throws: OperationError.self) { try self.type.normalise(settings: ["body": long]) }
        let many = JSONValue.object(Dictionary(uniqueKeysWithValues: (0..<51).map { ("X-\($0)", "v") }))
        #expect(throws: OperationError.self) { try self.type.normalise(settings: ["headers": many]) }
        let icmp = MonitorTypeRegistry.standard[.icmp]!
        for settings in [["packets": 0], ["packets": 21], ["packet_size": 15], ["packet_size": 1_473]] as [JSONValue] {
            #expect(throws: OperationError.self) { try icmp.normalise(settings: settings) }
        }
    }
}
