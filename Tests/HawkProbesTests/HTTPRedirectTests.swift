import HawkCore
import HawkNet
import HawkTestSupport
import Testing

@Suite struct HTTPRedirectTests {
    @Test(arguments: [
        "/next", "next", "./next", "../next", "//local.test:PORT/next", "http://local.test:PORT/next", "/a/./b/../../next#top",
    ])
    func `a redirect is followed, however it is written`(_ location: String) async throws {
        let server = try await HTTPTestServer()
        let place = location.replacing("PORT", with: "\(server.port)")
        server.answer { $0.uri == "/start" ? .redirect(to: place) : .init(body: $0.uri) }
        let seen = try await ProbeFixture().observe(http: "http://local.test:\(server.port)/start", port: server.port)
        #expect(seen.outcome == .up)
        #expect(server.requests.map(\.uri) == ["/start", "/next"])
    }

    @Test func `a redirect is not followed if the setting is off`() async throws {
        let server = try await HTTPTestServer { _ in .redirect(to: "/next") }
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["follow_redirects": false, "expected_status": ["302"]])
        #expect(seen.outcome == .up && server.requests.count == 1)
    }

    @Test(arguments: [(nil, 10), (0, 0), (1, 1), (20, 20)])
    func `redirects end at their limit`(_ setting: Int64?, _ limit: Int) async throws {
        let server = try await HTTPTestServer { .redirect(to: $0.uri + "x?secret=1") }
        let host = "127.0.0.1:\(server.port)"
        let seen = try await ProbeFixture().observe(
            http: "http://\(host)/", port: server.port, ["max_redirects": setting.map { .int($0) } ?? .null])
        #expect(seen.outcome == .down && seen.reason == .protocol && seen.statusCode == 302)
        #expect(server.requests.count == limit + 1)
        let rest = [0: ", but max_redirects is 0", 1: " again after 1 redirect, the maximum"]
        #expect(seen.message == "\(host) redirects\(rest[limit] ?? " again after \(limit) redirects, the maximum")")
        #expect(seen.evidence.redirects.count == limit)
        #expect(!"\(seen.evidence.redirects)".contains("secret"))
    }

    @Test func `a redirect loop is reported as such`() async throws {
        let server = try await HTTPTestServer {
            switch $0.uri {
            case "/": .redirect(to: "/login?from=/")
            case "/login?from=/": .redirect(to: "/home#top")
            default: .redirect(to: "/login?from=/")
            }
        }
        let host = "http://127.0.0.1:\(server.port)"
        let seen = try await ProbeFixture().observe(http: "\(host)/", port: server.port)
        #expect(server.requests.count == 11)
        #expect(seen.message == "127.0.0.1:\(server.port) has a redirect loop: \(host)/login → \(host)/home → \(host)/login")
    }

    @Test(arguments: [(307, "POST"), (308, "POST"), (302, "PUT"), (301, "PROPFIND")])
    func `a body is not sent to another origin`(_ status: Int, _ method: String) async throws {
        let other = try await HTTPTestServer()
        let server = try await HTTPTestServer { _ in .redirect(to: "http://local.test:\(other.port)/", status) }
        let settings: JSONValue = ["method": .string(method), "body": "password=1"]
        let seen = try await ProbeFixture().observe(http: "http://local.test:\(server.port)/", port: server.port, settings)
        #expect(other.requests.isEmpty)
        #expect(seen.outcome == .down && seen.reason == .protocol && seen.statusCode == status)
        #expect(
            seen.message == "local.test:\(server.port) redirects to a URL that has another origin, "
                + "local.test:\(other.port), to which the body is not sent")
    }

    @Test func `a GET after a redirect, or a request without a body, goes to another origin without secrets`() async throws {
        let other = try await HTTPTestServer()
        let server = try await HTTPTestServer { .redirect(to: "http://local.test:\(other.port)/", $0.body.isEmpty ? 308 : 303) }
        let bench = try await ProbeFixture()
        for settings in [["method": "POST", "body": "x", "bearer_token": "t0ken"], ["method": "DELETE"]] as [JSONValue] {
            let seen = try await bench.observe(http: "http://local.test:\(server.port)/", port: server.port, settings)
            #expect(seen.outcome == .up, "\(seen.message)")
        }
        #expect(other.requests.map(\.method) == ["GET", "DELETE"])
        #expect(other.requests.allSatisfy { $0.headers["authorization"].isEmpty && $0.body.isEmpty })
    }

    @Test func `a redirect from https to http is followed, without secrets`() async throws {
        let plain = try await HTTPTestServer()
        let server = try await HTTPTestServer(identity: try TrustFile.shared.authority.issue(["local.test"])) { _ in
            .redirect(to: "http://local.test:\(plain.port)/")
        }
        let seen = try await ProbeFixture().observe(
            http: "https://local.test:\(server.port)/", port: server.port, ["secret_headers": ["X-Key": "k-4711"]])
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(server.requests.first?.headers["x-key"] == ["k-4711"])
        #expect(plain.requests.first?.headers["x-key"].isEmpty == true)
    }

    @Test(arguments: ["ftp://local.test/", "javascript:alert(1)", "http://user:pw@local.test/", "http://", "http://127.1/"])
    func `an invalid redirect is the target's fault`(_ location: String) async throws {
        let server = try await HTTPTestServer { _ in .redirect(to: location) }
        let seen = try await ProbeFixture().observe(http: "http://127.0.0.1:\(server.port)/", port: server.port)
        #expect(seen.outcome == .down && seen.reason == .protocol)
    }

    @Test func `a forbidden address is not requested, even through a redirect`() async throws {
        let inner = try await HTTPTestServer()
        let outer = try await HTTPTestServer { _ in .redirect(to: "http://inner.test:\(inner.port)/") }
        let forbidden = Endpoint(ip: .v4(0x7F00_0001), port: inner.port)
        let bench = try await ProbeFixture(
            ["inner.test": .addresses([.v4(0x7F00_0001)])], policy: TargetPolicy(allowPrivate: true, forbidden: [forbidden]))
        let seen = try await bench.observe(http: "http://127.0.0.1:\(outer.port)/", port: outer.port)
        #expect(seen.outcome == .down && seen.reason == .policy)
        #expect(inner.requests.isEmpty)
        let metadata = try await HTTPTestServer { _ in .redirect(to: "http://169.254.169.254/latest/meta-data/") }
        #expect(try await bench.observe(http: "http://127.0.0.1:\(metadata.port)/", port: metadata.port).reason == .policy)
    }

    @Test func `another origin gets no secret, the same one does`() async throws {
        let other = try await HTTPTestServer()
        let server = try await HTTPTestServer()
        server.answer {
            $0.uri == "/" ? .redirect(to: "/same") : .redirect(to: "http://local.test:\(other.port)/elsewhere")
        }
        let settings: JSONValue = [
            "secret_headers": ["X-Key": "k", "Cookie": "c=1"], "bearer_token": "token", "headers": ["X-Open": "1"],
        ]
        let seen = try await ProbeFixture().observe(http: "http://local.test:\(server.port)/", port: server.port, settings)
        #expect(seen.outcome == .up)
        let same = try #require(server.requests.last)
        #expect(same.headers["x-key"] == ["k"] && same.headers["cookie"] == ["c=1"])
        #expect(same.headers["authorization"] == ["Bearer token"])
        let foreign = try #require(other.requests.first)
        #expect(foreign.headers["x-key"].isEmpty && foreign.headers["authorization"].isEmpty && foreign.headers["cookie"].isEmpty)
        #expect(foreign.headers["x-open"] == ["1"] && foreign.headers["host"] == ["local.test:\(other.port)"])
    }

    @Test(arguments: [(301, "GET", ""), (302, "GET", ""), (303, "GET", ""), (307, "POST", "data"), (308, "POST", "data")])
    func `a redirected POST becomes a GET where the standard says so`(
        _ status: Int, _ method: String, _ body: String
    ) async throws {
        let server = try await HTTPTestServer { $0.uri == "/" ? .redirect(to: "/next", status) : .init() }
        _ = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["method": "POST", "body": "data"])
        let request = try #require(server.requests.last)
        #expect(request.method == method && request.body == body)
    }
}
