import HTTPTypes
import HawkCore
import HawkEngine
import HawkNet
import Testing

@testable import HawkAPI

@Suite struct OriginTests {
    private let body: JSONValue = ["name": "x", "role": "viewer"]

    @Test(arguments: [
        "https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1.evil.example", "https://status.example",
        "http://status.example:8080", "http://status.example.evil.example", nil,
    ])
    func `a browser's request from another origin changes nothing`(_ origin: String?) async throws {
        try await withTestApp { app async throws in
            let answer = try await app.as(.alice).with(.origin, origin).post("/api/v1/tokens", self.body)
            #expect(answer.status == 403)
            #expect(try await app.as(.alice).get("/api/v1/tokens").json.items.isEmpty)
        }
    }

    @Test func `the public URL is one of our origins`() async throws {
        try await withTestApp { app async throws in
            for spelling in ["http://status.example", "http://Status.Example:80"] {
                #expect(try await app.as(.alice).with(.origin, spelling).post("/api/v1/tokens", self.body).status == 201)
            }
        }
    }

    @Test func `the scheme of an origin is the requested one`() async throws {
        let loopback = TrustedProxies([AddressRange("127.0.0.0/8")].compactMap { $0 })
        let forwardedProto = HTTPField.Name("X-Forwarded-Proto")!
        try await withTestApp(installation: Installation(), proxies: loopback) { app async throws in
            let alice = app.as(.alice).naming("192.168.1.5").with(forwardedProto, "https")
            for (origin, status) in [("https://192.168.1.5", 201), ("http://192.168.1.5", 403), ("https://192.168.1.5:80", 403)] {
                #expect(try await alice.with(.origin, origin).post("/api/v1/tokens", self.body).status == status, "\(origin)")
            }
        }
    }

    @Test func `the refusal of an origin names the setting`() async throws {
        try await withTestApp { app async throws in
            let answer = try await app.as(.alice).with(.origin, "https://status.example").post("/api/v1/tokens", self.body)
            #expect(
                try answer.json["detail"]?.string == """
                    the request comes from another site, 'https://status.example'. If that is this server, set \
                    STATUSHAWK_PUBLIC_URL to it.
                    """)
        }
    }

    @Test func `reading needs no origin`() async throws {
        try await withTestApp { app async throws in
            #expect(try await app.as(.alice).with(.origin, "https://evil.example").get("/api/v1/tokens").status == 200)
        }
    }

    @Test func `a program sends no origin`() async throws {
        try await withTestApp { app async throws in
            #expect(try await app.token(.admin).post("/api/v1/tokens", self.body).status == 201)
        }
    }

    @Test func `another site cannot sign a user in`() async throws {
        try await withTestApp { app async throws in
            let account: JSONValue = ["email": .string(Person.alice.email), "password": .string(Person.password)]
            let foreign = app.anyone.with(.origin, "https://evil.example")
            #expect(try await foreign.post("/api/v1/auth/login", account).status == 403)
            #expect(try await app.anyone.post("/api/v1/auth/login", account).status == 200)
        }
    }

    @Test func `forwarded headers are trusted from trusted proxies only`() async throws {
        let account: JSONValue = ["email": .string(Person.alice.email), "password": .string(Person.password)]
        let loopback = TrustedProxies([AddressRange("127.0.0.0/8")].compactMap { $0 })
        for (proxies, isSecure, entry) in [
            (TrustedProxies(), false, "203.0.113.9"), (loopback, true, "203.0.113.9"), (loopback, true, "203.0.113.9:4711"),
        ] {
            try await withTestApp(proxies: proxies) { app async throws in
                let forwarded = app.anyone
                    .with(HTTPField.Name("X-Forwarded-Proto")!, "https")
                    .with(HTTPField.Name("X-Forwarded-For")!, "\(entry), 127.0.0.9")
                let answer = try await forwarded.post("/api/v1/auth/login", account)
                #expect(answer.headers[.setCookie]?.contains("; Secure") == isSecure)
                let mine = try await app.anyone.with(.cookie, answer.session).get("/api/v1/auth/sessions").json.items
                #expect(mine.first?["address"] == .string(isSecure ? "203.0.113.9" : "127.0.0.1"))
            }
        }
    }
}
