import HawkCore
import HawkNet
import HawkTestSupport
import Testing

@Suite struct HTTP2Tests {
    private let authority = TrustFile.shared.authority

    @Test(arguments: [("any", "HTTP/2.0"), ("2", "HTTP/2.0"), ("1.1", "HTTP/1.1")])
    func `over TLS the version is chosen by ALPN`(_ choice: String, _ version: String) async throws {
        let server = try await HTTPTestServer(identity: self.authority.issue(["local.test"]), protocols: ["h2", "http/1.1"])
        let seen = try await ProbeFixture().observe(
            http: "https://local.test:\(server.port)/a?b=1", port: server.port,
            ["http_version": .string(choice), "method": "POST", "body": "höhe", "headers": ["X-A": "1"], "bearer_token": "t"])
        #expect(seen.outcome == .up && seen.statusCode == 200, "\(seen.message)")
        #expect(seen.phases.firstByte != nil && seen.phases.transfer != nil)
        #expect(seen.protocolVersion.map { "HTTP/\($0)" } == version)
        let request = try #require(server.requests.first)
        #expect(request.version == version && request.method == "POST" && request.uri == "/a?b=1" && request.body == "höhe")
        #expect(request.headers["x-a"] == ["1"] && request.headers["authorization"] == ["Bearer t"])
        #expect(request.headers["host"] == ["local.test:\(server.port)"])
    }

    @Test func `a server without HTTP/2 is requested by HTTP/1.1, unless HTTP/2 is required`() async throws {
        let server = try await HTTPTestServer(identity: self.authority.issue(["local.test"]))
        let url = "https://local.test:\(server.port)/"
        #expect(try await ProbeFixture().observe(http: url, port: server.port, ["http_version": "any"]).outcome == .up)
        let seen = try await ProbeFixture().observe(http: url, port: server.port, ["http_version": "2"])
        #expect(seen.outcome == .down && [.protocol, .tls].contains(seen.reason), "\(seen.message)")
        #expect(server.requests.count == 1)
    }

    @Test func `without TLS HTTP/2 uses prior knowledge, including redirects and large bodies`() async throws {
        let server = try await HTTPTestServer(protocols: ["h2"]) { request in
            request.uri == "/" ? .redirect(to: "/large") : .init(200, body: String(repeating: "x", count: 200_000) + "end")
        }
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port,
            ["http_version": "2", "assertions": [["source": "body", "operator": "contains", "value": "xend"]]])
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(server.requests.map(\.version) == ["HTTP/2.0", "HTTP/2.0"])
    }

    @Test func `nginx answers over HTTP/2`() async throws {
        let nginx = try await NginxTestServer(identity: self.authority.issue(["local.test"]))
        let seen = try await ProbeFixture().observe(
            http: "https://local.test:\(nginx.port)/large", port: nginx.port,
            ["http_version": "2", "assertions": [["source": "body", "operator": "contains", "value": "the end"]]])
        #expect(seen.outcome == .up, "\(seen.message)")
        let missing = try await ProbeFixture().observe(
            http: "https://local.test:\(nginx.port)/missing", port: nginx.port, ["http_version": "any"])
        #expect(missing.statusCode == 404 && missing.reason == .status)
        #expect(missing.evidence.headers.contains { $0.name == "server" && $0.value.hasPrefix("nginx") })
    }

    enum End: Sendable { case hold, close }

    private static let settings = Frame(4, on: 0)
    private static let ok = Frame(1, flags: 4, on: 1, [0x88])

    private static let hostile: [(name: String, frames: [Frame], end: End, words: String)] = [
        ("GOAWAY before the answer", [settings, Frame(7, on: 0, [0, 0, 0, 0, 0, 0, 0, 11])], .close, ""),
        ("a stream reset", [settings, Frame(3, on: 1, [0, 0, 0, 2])], .hold, "INTERNAL_ERROR"),
        ("a stream refused", [settings, Frame(3, on: 1, [0, 0, 0, 7])], .hold, "REFUSED_STREAM"),
        ("HTTP/1.1 required", [settings, Frame(3, on: 1, [0, 0, 0, 13])], .hold, "HTTP_1_1_REQUIRED"),
        ("a reset within the body", [settings, ok, Frame(0, on: 1, [65]), Frame(3, on: 1, [0, 0, 0, 8])], .hold, "CANCEL"),
        ("an end within the body", [settings, ok, Frame(0, on: 1, [65])], .close, "closed the connection"),
        ("no settings first", [ok], .hold, "not HTTP/2"),
        (
            "headers that cannot be decoded", [settings, Frame(1, flags: 4, on: 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])], .hold,
            ""
        ),
        ("no status", [settings, Frame(1, flags: 5, on: 1, [0x82])], .hold, ""),
        ("a push", [settings, Frame(5, flags: 4, on: 1, [0, 0, 0, 2, 0x82])], .hold, ""),
        ("a frame that is too large", [settings, Frame(0, on: 1, [UInt8](repeating: 65, count: 20_000))], .hold, ""),
        ("HTTP/1.1", [Frame(raw: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")], .hold, "not HTTP/2"),
        (
            "a storm of pings", [settings] + [Frame](repeating: Frame(6, on: 0, [0, 0, 0, 0, 0, 0, 0, 0]), count: 20_000), .hold,
            ""
        ),
        (
            "endless continuations",
            [settings, Frame(1, on: 1, [0x88])] + [Frame](repeating: Frame(9, on: 1, [0x40, 1, 97, 1, 97]), count: 5_000), .hold,
            ""
        ),
    ]

    @Test(arguments: hostile) func `a server that violates HTTP/2 is a protocol error`(
        _ name: String, _ frames: [Frame], _ end: End, _ words: String
    ) async throws {
        let bytes = frames.flatMap(\.bytes)
        let server = try await TCPTestServer(end == .close ? .answerAndClose(bytes) : .answerAndHold(bytes))
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["http_version": "2"])
        #expect(seen.outcome == .down && seen.reason == .protocol, "\(seen.reason): \(seen.message)")
        #expect(words.isEmpty || seen.message.contains(words), "\(seen.message)")
    }

    @Test func `a server that never answers a stream times out`() async throws {
        let server = try await TCPTestServer(.answerAndHold(Self.settings.bytes))
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["http_version": "2"], timeout: .milliseconds(300))
        #expect(seen.reason == .timeout && seen.message.hasPrefix("no answer from"), "\(seen.message)")
    }
}

/// An HTTP/2 frame (RFC 9113, section 4.1), or arbitrary bytes.
struct Frame: Sendable {
    let bytes: [UInt8]

    init(_ type: UInt8, flags: UInt8 = 0, on stream: UInt8, _ payload: [UInt8] = []) {
        let size = payload.count
        let head: [UInt8] = [UInt8(size >> 16 & 0xFF), UInt8(size >> 8 & 0xFF), UInt8(size & 0xFF), type, flags, 0, 0, 0, stream]
        self.bytes = head + payload
    }

    init(raw: String) { self.bytes = Array(raw.utf8) }
}
