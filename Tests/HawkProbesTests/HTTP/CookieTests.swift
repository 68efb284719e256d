import HawkCore
import HawkTestSupport
import Testing

@testable import HawkProbes

/// Cookies from a redirect are stored within the check, as in a browser.
@Suite struct CookieTests {
    private static func line(_ cookies: [String], from: String, to: String, own: [String] = []) throws -> String? {
        var jar = CookieJar()
        for cookie in cookies { jar.store(cookie, from: try HTTPTarget(parsing: from)) }
        return jar.line(for: try HTTPTarget(parsing: to), beside: own)
    }

    @Test(
        arguments: [
            (["a=b"], "http://x.test/", "http://x.test/y", "a=b"),
            (["a=b; Path=/y"], "http://x.test/", "http://x.test/y/z?q", "a=b"),
            (["a=b; path=/y"], "http://x.test/", "http://x.test/yz", nil), (["a=b"], "http://x.test/p/q", "http://x.test/", nil),
            (["a=b"], "http://x.test/", "http://www.x.test/", nil),
            (["a=b; Domain=x.test"], "http://w.x.test/", "http://v.x.test/", "a=b"),
            (["a=b; domain=.X.test"], "http://x.test/", "http://v.x.test/", "a=b"),
            (["a=b; Domain=y.test"], "http://x.test/", "http://y.test/", nil),
            (["a=b; Domain=test"], "http://x.test/", "http://y.test/", nil),
            (["a=b; Secure"], "https://x.test/", "http://x.test/", nil),
            (["a=b; Secure"], "http://x.test/", "https://x.test/", nil),
            (["a=b; secure"], "https://x.test/", "https://x.test/", "a=b"),
            (["a=b", "a=c"], "http://x.test/", "http://x.test/", "a=c"),
            (["a=b", "a=; Max-Age=0"], "http://x.test/", "http://x.test/", nil),
            (["a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "http://x.test/", "http://x.test/", nil),
            (["a=b; Expires=Thu, 01-Jan-99 00:00:00 GMT; Max-Age=9"], "http://x.test/", "http://x.test/", "a=b"),
            (["a=b; Expires=Fri, 31 Dec 2100 00:00:00 GMT"], "http://x.test/", "http://x.test/", "a=b"),
            (["user[id]=b"], "http://x.test/", "http://x.test/", "user[id]=b"),
            (["a=\"b c\"; HttpOnly"], "http://x.test/", "http://x.test/", "a=\"b c\""),
            (["=b", "a", "a b=c", "a=\u{1}"], "http://x.test/", "http://x.test/", nil),
            (["a=1", "b=2; Path=/y"], "http://x.test/", "http://x.test/y", "b=2; a=1"),
            (["a=b"], "http://10.0.0.1/", "http://10.0.0.1:81/", "a=b"),
        ] as [([String], String, String, String?)])
    func `a cookie is sent only where it belongs`(_ cookies: [String], _ from: String, _ to: String, _ line: String?) throws {
        #expect(try Self.line(cookies, from: from, to: to) == line)
    }

    @Test func `a newer cookie replaces the monitor's own, and cookies are limited`() throws {
        #expect(try Self.line(["s=new"], from: "http://x.test/", to: "http://x.test/", own: ["s=old; t=1"]) == "t=1; s=new")
        #expect(try Self.line([String(repeating: "a", count: 5_000) + "=b"], from: "http://x.test/", to: "http://x.test/") == nil)
        let many = try Self.line((0..<80).map { "c\($0)=1" }, from: "http://x.test/", to: "http://x.test/")
        #expect(many?.split(separator: ";").count == 50)
    }

    @Test func `a log-in with a cookie and a redirect works, and the next check starts without the cookie`() async throws {
        let server = try await HTTPTestServer { request in
            if request.headers["cookie"].contains("session=abc") { return .init(body: "welcome") }
            return .init(302, ["Location": "/home", "Set-Cookie": "session=abc; Path=/; HttpOnly"], body: "")
        }
        let bench = try await ProbeFixture()
        for _ in 0..<2 {
            let seen = try await bench.observe(http: "http://127.0.0.1:\(server.port)/", port: server.port)
            #expect(seen.outcome == .up, "\(seen.message)")
            #expect(!"\(seen.evidence)".contains("abc"))
        }
        #expect(server.requests.map { $0.headers["cookie"] } == [[], ["session=abc"], [], ["session=abc"]])
    }

    @Test func `another host does not get it`() async throws {
        let other = try await HTTPTestServer()
        let server = try await HTTPTestServer { _ in
            .init(302, ["Location": "http://local.test:\(other.port)/", "Set-Cookie": "session=abc"], body: "")
        }
        let seen = try await ProbeFixture().observe(http: "http://127.0.0.1:\(server.port)/", port: server.port)
        #expect(seen.outcome == .up && other.requests.map { $0.headers["cookie"] } == [[]])
    }
}
