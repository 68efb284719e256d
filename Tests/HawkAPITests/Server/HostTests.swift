import HTTPTypes
import HawkCore
import HawkEngine
import HawkNet
import Testing

@testable import HawkAPI

@Suite struct HostTests {
    @Test(arguments: ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "status.example.evil.example", "a b", "@"])
    func `a rebound host name reads nothing and signs up no one`(_ name: String) async throws {
        try await withTestApp(hasCast: false, installation: Installation(setupCode: Secret("otter-42"))) { app async throws in
            let page = app.anyone.naming(name).with(.origin, "http://\(name)")
            for path in ["/", "/api/v1/setup", "/api/v1/openapi.json", "/status/acme", "/ping/x", "/nothing"] {
                let answer = try await page.get(path)
                #expect(answer.status == 421 && answer.headers[.contentType] == "application/problem+json", "\(path)")
                #expect(
                    try answer.json["detail"]?.string?.contains("Set STATUSHAWK_PUBLIC_URL to the URL that users open") == true)
            }
            let account: JSONValue = ["email": "e@example.com", "password": .string(Person.password), "name": "Eve"]
            #expect(try await page.post("/api/v1/auth/signup", account).status == 421)
            #expect(try await app.anyone.get("/api/v1/setup").json["first_run"] == true)
        }
    }

    @Test func `the refusal names the setting`() async throws {
        try await withTestApp { app async throws in
            let detail = try await app.anyone.naming("nas.local:8080").get("/api/v1/setup").json["detail"]?.string
            #expect(
                detail == """
                    the host 'nas.local:8080' is not accepted: this server's public URL is http://status.example. \
                    Set STATUSHAWK_PUBLIC_URL to the URL that users open, such as http://nas.local:8080, or add nas.local to STATUSHAWK_ALLOWED_HOSTS.
                    """)
        }
    }

    @Test(arguments: [
        "status.example", "Status.Example.", "status.example:8443", "localhost:1", "127.0.0.1", "[::1]:8080", "192.168.1.5:8080",
        "[2001:db8::7]", "nas.local",
    ])
    func `the public name, allowed hosts, loopback and IP addresses are answered`(_ name: String) async throws {
        let installation = Installation(publicURL: "http://status.example", allowedHosts: ["nas.local"])
        try await withTestApp(installation: installation) { app async throws in
            #expect(try await app.anyone.naming(name).get("/api/v1/setup").status == 200)
        }
    }

    @Test func `health and metrics accept any host name, but probes then need the token`() async throws {
        for (token, probes) in [(nil, 421), (Secret("metrics"), 404)] as [(Secret?, Int)] {
            try await withTestApp(metricsToken: token) { app async throws in
                let stranger = app.anyone.naming("statushawk:8080")
                #expect(try await stranger.get("/healthz").status == 200)
                #expect(try await stranger.get("/readyz").status == 200)
                #expect(try await stranger.get("/metrics").status == (token == nil ? 200 : 401))
                #expect(try await stranger.get("/probe?target=x").status == probes)
            }
        }
    }

    @Test func `a trusted proxy sets the requested host`() async throws {
        let loopback = TrustedProxies([AddressRange("127.0.0.0/8")].compactMap { $0 })
        for (proxies, known, unknown) in [(TrustedProxies(), 421, 200), (loopback, 200, 421)] {
            try await withTestApp(proxies: proxies) { app async throws in
                let forwardedHost = HTTPField.Name("X-Forwarded-Host")!
                let behind = app.anyone.naming("backend").with(forwardedHost, "status.example")
                #expect(try await behind.get("/api/v1/setup").status == known)
                let rebound = app.anyone.naming("status.example").with(forwardedHost, "evil.example")
                #expect(try await rebound.get("/api/v1/setup").status == unknown)
            }
        }
    }
}
