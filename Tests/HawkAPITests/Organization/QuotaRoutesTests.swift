import HTTPTypes
import HawkCore
import HawkEngine
import HawkTestSupport
import Testing

@Suite struct QuotaRoutesTests {
    private func installation(_ change: (inout Quotas) -> Void) -> Installation {
        var quotas = Quotas.selfHosted
        change(&quotas)
        return Installation(quotas: quotas)
    }

    @Test(
        arguments: [
            ("/api/v1/monitors", ["type": "tcp", "target": "db.example:5432"], Quotas.Resource.monitors),
            ("/api/v1/channels", ["type": "webhook", "config": ["url": "https://hooks.example/1"]], .channels),
            ("/api/v1/status-pages", ["slug": "a", "title": "A"], .statusPages),
            ("/api/v1/tokens", ["name": "a", "role": "viewer"], .tokens),
            ("/api/v1/invitations", ["email": "dana@example.com", "role": "viewer"], .invitations),
            ("/api/v1/incidents", ["title": "Slow"], .incidentsPerDay),
        ] as [(String, JSONValue, Quotas.Resource)])
    func `one item beyond the limit is refused with the limit`(
        _ path: String, _ body: JSONValue, _ resource: Quotas.Resource
    ) async throws {
        try await withTestApp(installation: self.installation { $0[resource] = 1 }) { app in
            #expect(try await app.as(.alice).post(path, body).status == 201)
            let another = path.hasSuffix("status-pages") ? ["slug": "b", "title": "B"] : body
            let refused = try await app.as(.alice).post(path, another)
            #expect(refused.status == 409)
            #expect(try refused.json["detail"]?.string == resource.refusal(limit: 1))
            #expect(try await app.as(.charlie).post(path, another).status == 201)
            let usage = try await app.as(.bob).get("/api/v1/organization/quotas").json["usage"]?.array ?? []
            #expect(usage.first { $0["resource"] == .string(resource.rawValue) }?["used"] == 1)
        }
    }

    @Test func `a full organization accepts no member`() async throws {
        try await withTestApp(installation: self.installation { $0[.members] = 2 }) { app in
            func invite(_ email: String) async throws -> JSONValue {
                let body: JSONValue = ["email": .string(email), "role": "viewer"]
                let url = try await app.as(.alice).post("/api/v1/invitations", body).json["url"]?.string
                return .string(url?.split(separator: "/").last.map(String.init) ?? "")
            }
            let token = try await invite(Person.charlie.email)
            let accept = try await app.as(.charlie).post("/api/v1/invitations/accept", ["token": token])
            #expect(accept.status == 409 && accept.text.contains("at most 2 members"))
            let signUp = try await app.anyone.post(
                "/api/v1/auth/signup",
                [
                    "email": "dana@example.com", "password": .string(Person.password), "name": "Dana",
                    "invitation": try await invite("dana@example.com"),
                ])
            #expect(signUp.status == 409 && signUp.text.contains("at most 2 members"))
        }
    }

    @Test func `responses show the rest of a minute's requests`() async throws {
        try await withTestApp(installation: self.installation { $0.requestsPerMinute = 3 }) { app in
            func get(_ person: Person = .alice) async throws -> Answer { try await app.as(person).get("/api/v1/organization") }
            let policy = HTTPField.Name("RateLimit-Policy")!  // SAFETY: a literal token
            let limit = HTTPField.Name("RateLimit")!  // SAFETY: a literal token
            let first = try await get()
            #expect(first.headers[policy] == "\"organization\";q=3;w=60")
            #expect(first.headers[limit] == "\"organization\";r=2;t=20")
            #expect(try await app.as(.bob).get("/api/v1/monitors/99").headers[limit] == "\"organization\";r=1;t=40")
            #expect(try await get().headers[limit] == "\"organization\";r=0;t=60")
            let refused = try await get(.bob)
            #expect(refused.status == 429 && refused.headers[.retryAfter] == "20")
            #expect(refused.headers[limit] == "\"organization\";r=0;t=60")
            #expect(refused.text.contains("3 requests per minute"))
            #expect(try await get(.charlie).status == 200)
            app.clock.advance(by: .seconds(20))
            #expect(try await get().status == 200)
        }
    }

    @Test func `limits are shown with their usage`() async throws {
        try await withTestApp(installation: Installation(quotas: .openSignUp)) { app in
            let quotas = try await app.as(.bob).get("/api/v1/organization/quotas").json
            #expect(
                quotas["limits"] == [
                    "min_interval_seconds": .double(30), "max_timeout_seconds": .double(30), "mail_recipients": 3,
                    "requests_per_minute": 300,
                ])
            let usage = quotas["usage"]?.array ?? []
            #expect(usage.map { $0["resource"]?.string } == Quotas.Resource.allCases.map(\.rawValue))
            #expect(usage.first { $0["resource"] == "members" } == ["resource": "members", "used": 2, "limit": 10])
        }
    }
}
