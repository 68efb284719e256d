import Foundation
import HawkCore
import HawkTestSupport
import Testing

@testable import HawkProbes

/// What a failure records, and what it must not contain.
@Suite struct EvidenceTests {
    private static let secret = "s3cr/t k€y+\"&<'"
    private static let spellings = [
        secret, "s3cr%2Ft%20k%E2%82%ACy%2B%22%26%3C%27", "s3cr%2ft+k%e2%82%acy%2b%22%26%3c%27",
        "s3cr%2Ft%20k%E2%82%ACy%2B%22%26%3C'", "s3cr/t k€y+\\\"&<'", "s3cr\\/t k€y+\\\"&<'",
        "s3cr/t k€y+&quot;&amp;&lt;&#39;",
    ]

    @Test(arguments: spellings) func `a secret is removed in any spelling`(_ spelling: String) {
        let redaction = Redaction([Self.secret])
        #expect(redaction.apply("<\(spelling)>\(spelling)") == "<********>********")
    }

    @Test(arguments: ["", "u", "us", "user:", "user12:"])
    func `a secret is removed from Base64 that contains it`(_ before: String) throws {
        let redaction = Redaction([Self.secret])
        for after in ["", "x", "xy"] {
            let encoded = Data("\(before)\(Self.secret)\(after)".utf8).base64EncodedString()
            for text in [encoded, encoded.replacing("+", with: "-").replacing("/", with: "_")] {
                let shown = redaction.apply(text)
                #expect(shown.contains("********"))
                // Any three remaining characters in a row reveal at most one byte of the secret.
                #expect(shown.utf8.count <= text.utf8.count - 20 + 8 + 2)
            }
        }
    }

    @Test func `half a secret at the end of the stored text is removed too`() {
        let redaction = Redaction(["0123456789"])
        for limit in 20..<40 {
            let text = redaction.beginning(of: String(repeating: "x", count: 25) + "0123456789 and more", limit)
            #expect(text.utf8.count <= limit && !text.contains("0") && !text.contains("5"), "\(text)")
        }
        #expect(redaction.beginning(of: "01234567890123456789", 12) == "************".prefix(12))
    }

    @Test func `a secret body is sent, and neither it nor its parts are shown when returned`() async throws {
        let answer = "HTTP/1.1 500 No\r\nContent-Length: 40\r\n\r\n{\"error\":\"hunter2-hunter2 is not right\"}"
        let server = try await TCPTestServer(.answerAndClose(Array(answer.utf8)))
        let body = #"{"user":"bob","password":"hunter2-hunter2"}"#
        let seen = try await ProbeFixture().observe(
            .http, "http://127.0.0.1:\(server.port)/", ["method": "POST", "secret_body": .string(body)])
        #expect(seen.outcome == .down && seen.reason == .status, "\(seen.message)")
        #expect(seen.evidence.body == #"{"error":"******** is not right"}"#)
        #expect(!"\(seen)".contains("hunter2"))
        var settings = HTTPSettings()
        settings.secretBody = body
        let target = try HTTPTarget(parsing: "http://shop.example/")
        #expect(HTTPRequest(target, settings).body == Array(body.utf8))
        settings.body = "x"
        #expect(settings.validate().map(\.field) == ["secret_body"])
        #expect(HTTPSettings.settings.form.contains { $0.name == "secret_body" && $0.secret })
    }

    @Test func `redaction of short secrets, no secrets, and NUL`() {
        #expect(Redaction(["abc", ""]).apply("abc\0") == "abc\u{FFFD}")
        #expect(Redaction([]).apply("abc") == "abc")
        #expect(Redaction(["aaaa"]).apply("aaaaaa") == "********")
    }

    private static let half = Array(
        "HTTP/1.1 206 Partial Content\r\nServer: half\r\nSet-Cookie: a=b\r\nContent-Length: 100\r\n\r\nabc".utf8)

    @Test(arguments: [
        (TCPTestServer.Script.answerAndHold(half), Reason.timeout), (.answerAndClose(half), .protocol),
        (.answerAndReset(half), .protocol),
    ])
    func `an incomplete response is stored as evidence`(_ script: TCPTestServer.Script, _ reason: Reason) async throws {
        let server = try await TCPTestServer(script)
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, timeout: .seconds(1))
        #expect(seen.reason == reason && seen.statusCode == 206, "\(seen.message)")
        #expect(seen.evidence.headers.map(\.name) == ["Server", "Content-Length"])
        #expect(seen.evidence.body == "abc" && seen.evidence.size == 3)
    }

    @Test func `a redirect response is no evidence for a later failure`() async throws {
        let closed = try await TCPTestServer(.hold)
        try await closed.close()
        let server = try await HTTPTestServer()
        server.answer { _ in .redirect(to: "http://127.0.0.1:\(closed.port)/") }
        let seen = try await ProbeFixture().observe(.http, "http://127.0.0.1:\(server.port)/")
        #expect(seen.reason == .refused && seen.evidence.redirects == ["http://127.0.0.1:\(closed.port)/"])
        #expect(seen.evidence.size == nil && seen.evidence.headers.isEmpty && seen.statusCode == nil)
    }

    @Test func `no secret remains in headers, body, redirects, values or messages`() async throws {
        let secret = "t0k-en+4711"
        let server = try await HTTPTestServer()
        server.answer { request in
            let echo = request.headers["x-key"].joined()
            let quoted = echo.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            if request.uri == "/" { return .redirect(to: "/\(quoted)/in?key=\(quoted)&session=other") }
            return .init(
                418,
                [
                    "Location": "/x?ticket=theirs", "Set-Cookie": "a=b", "X-Echo": String(repeating: "x", count: 1_020) + echo,
                    "X-\(echo)": "1", "X-64": Data("hawk:\(echo)".utf8).base64EncodedString(),
                ], body: "{\"said\":\"\(echo)\",\"long\":\"\(String(repeating: "y", count: 55))\(echo)\"}")
        }
        for (path, value) in [("$.said", "x"), ("$.long", "x"), ("$", "x")] {
            let settings: JSONValue = [
                "secret_headers": ["X-Key": .string(secret)], "expected_status": ["418"],
                "assertions": [["source": "json", "name": .string(path), "operator": "equals", "value": .string(value)]],
            ]
            let seen = try await ProbeFixture().observe(http: "http://127.0.0.1:\(server.port)/", port: server.port, settings)
            let all = "\(seen.evidence) \(seen.message)"
            #expect(seen.reason == .assertion && all.contains("********"))
            for part in ["t0k", "4711", "t0k%2D", Data("hawk:\(secret)".utf8).base64EncodedString(), "theirs", "other", "a=b"] {
                #expect(!all.contains(part), "\(part) in \(all)")
            }
            #expect(seen.evidence.redirects == ["http://127.0.0.1:\(server.port)/********/in"])
        }
    }

    @Test func `credentials are removed in the form in which they are sent, however short the password`() async throws {
        let server = try await HTTPTestServer {
            .init(500, body: $0.headers["authorization"].joined().replacing("Basic ", with: ""))
        }
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["username": "hawk", "password": "pw"])
        #expect(seen.evidence.body == "********")
    }

    @Test func `a host name that a redirect derives from a secret is not shown`() async throws {
        let server = try await HTTPTestServer { .redirect(to: "http://\($0.headers["x-key"].joined()).test/") }
        let seen = try await ProbeFixture(["tok4711.test": .noName]).observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["secret_headers": ["X-Key": "ToK4711"]])
        #expect(seen.reason == .dns)
        #expect(!"\(seen)".contains("4711"), "\(seen.message)")
    }
}
