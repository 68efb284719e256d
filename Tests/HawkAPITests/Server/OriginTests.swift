import HTTPTypes
import HawkCore
import HawkNet
import Testing

@testable import HawkAPI

@Suite struct OriginTests {
    private let body: JSONValue = ["name": "x", "role": "viewer"]

    @Test(arguments: ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1.evil.example", nil])
    func `a browser's request from elsewhere changes nothing`(_ origin: String?) async throws {
        try await withTestApp { app in
            let answer = try await app.as(.alice).with(.origin, origin).post("/api/v1/tokens", self.body)
            #expect(answer.status == 403)
            #expect(try await app.as(.alice).get("/api/v1/tokens").json.items.isEmpty)
        }
    }

    @Test func `the public URL is an origin of ours`() async throws {
        try await withTestApp { app in
            let answer = try await app.as(.alice).with(.origin, "http://status.example").post("/api/v1/tokens", self.body)
            #expect(answer.status == 201)
        }
    }

    @Test func `reading needs no origin`() async throws {
        try await withTestApp { app async throws in
            #expect(try await app.as(.alice).with(.origin, "https://evil.example").get("/api/v1/tokens").status == 200)
        }
    }

    @Test func `a program names no origin`() async throws {
        try await withTestApp { app async throws in
            #expect(try await app.token(.admin).post("/api/v1/tokens", self.body).status == 201)
        }
    }

    @Test func `another site cannot log anybody in`() async throws {
        try await withTestApp { app async throws in
            let account: JSONValue = ["email": .string(Person.alice.email), "password": .string(Person.password)]
            let foreign = app.anyone.with(.origin, "https://evil.example")
            #expect(try await foreign.post("/api/v1/auth/login", account).status == 403)
            #expect(try await app.anyone.post("/api/v1/auth/login", account).status == 200)
        }
    }

    @Test func `forwarded headers are believed from trusted proxies only`() async throws {
        let account: JSONValue = ["email": .string(Person.alice.email), "password": .string(Person.password)]
        let loopback = TrustedProxies([AddressRange("127.0.0.0/8")].compactMap { $0 })
        for (proxies, isSecure) in [(TrustedProxies(), false), (loopback, true)] {
            try await withTestApp(proxies: proxies) { app in
                let forwarded = app.anyone
                    .with(HTTPField.Name("X-Forwarded-Proto")!, "https")
                    .with(HTTPField.Name("X-Forwarded-For")!, "203.0.113.9, 127.0.0.9")
                let answer = try await forwarded.post("/api/v1/auth/login", account)
                #expect(answer.headers[.setCookie]?.contains("; Secure") == isSecure)
                let mine = try await app.anyone.with(.cookie, answer.session).get("/api/v1/auth/sessions").json.items
                #expect(mine.first?["address"] == .string(isSecure ? "203.0.113.9" : "127.0.0.1"))
            }
        }
    }
}
