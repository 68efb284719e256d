import HTTPTypes
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

@Suite struct IdempotencyTests {
    private let key = HTTPField.Name("Idempotency-Key")!  // SAFETY: a literal token
    private let body: JSONValue = ["name": "deploys", "role": "viewer"]

    @Test func `a repeat gets the first response and has no effect`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice).with(self.key, "k1")
            let first = try await alice.post("/api/v1/tokens", self.body)
            let second = try await alice.post("/api/v1/tokens", self.body)
            #expect(first.status == 201 && second.status == 201)
            #expect(try first.json == second.json && first.headers[.location] == second.headers[.location])
            #expect(try await app.as(.alice).get("/api/v1/tokens").json.items.count == 1)
        }
    }

    @Test func `of concurrent requests with one key only one takes effect`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice).with(self.key, "k1")
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await alice.post("/api/v1/tokens", self.body).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.contains(201) && statuses.allSatisfy { $0 == 201 || $0 == 409 })
            #expect(try await app.as(.alice).get("/api/v1/tokens").json.items.count == 1)
        }
    }

    @Test func `another request may not use the same key`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice).with(self.key, "k1")
            _ = try await alice.post("/api/v1/tokens", self.body)
            #expect(try await alice.post("/api/v1/tokens", ["name": "other", "role": "viewer"]).status == 422)
        }
    }

    @Test func `a refused request leaves no row and frees its key`() async throws {
        try await withTestApp { app async throws in
            let alice = app.as(.alice).with(self.key, "k1")
            #expect(try await alice.post("/api/v1/tokens", ["name": "", "role": "viewer"]).status == 422)
            #expect(try await alice.post("/api/v1/tokens", ["name": "x", "rol": "viewer"]).status == 400)
            #expect(try await alice.post("/api/v1/monitors/7/pause").status == 404)
            #expect(try await app.as(.bob).with(self.key, "k1").post("/api/v1/tokens", self.body).status == 403)
            #expect(try await app.anyone.with(self.key, "k1").post("/api/v1/tokens", self.body).status == 401)
            #expect(try await self.rows(app) == 0)
            #expect(try await alice.post("/api/v1/tokens", self.body).status == 201)
            #expect(try await self.rows(app) == 1)
        }
    }

    @Test(arguments: [
        ("k1", 201), ("\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", 201), ("\"a b\"", 201), ("", 400), ("\"\"", 400), ("a b", 400),
        ("a,b", 400), ("\"open", 400), ("\"a\" b", 400), ("a\"b", 400), (String(repeating: "k", count: 255), 201),
        (String(repeating: "k", count: 256), 400),
    ])
    func `a malformed key is refused`(_ value: String, _ status: Int) async throws {
        try await withTestApp { app async throws in
            #expect(try await app.as(.alice).with(self.key, value).post("/api/v1/tokens", self.body).status == status)
        }
    }

    @Test func `a quoted key and a bare one are the same`() async throws {
        try await withTestApp { app in
            let bare = try await app.as(.alice).with(self.key, "k1").post("/api/v1/tokens", self.body)
            let quoted = try await app.as(.alice).with(self.key, "\"k1\"").post("/api/v1/tokens", self.body)
            #expect(bare.status == 201 && bare.text == quoted.text)
        }
    }

    @Test func `keys are limited for each organization`() async throws {
        var quotas = Quotas.selfHosted
        quotas[.idempotencyKeys] = 2
        try await withTestApp(installation: Installation(quotas: quotas)) { app in
            func post(_ key: String, as person: Person = .alice) async throws -> Answer {
                try await app.as(person).with(self.key, key).post("/api/v1/tokens", self.body)
            }
            #expect(try await post("k1").status == 201)
            #expect(try await post("k2").status == 201)
            let refused = try await post("k3")
            #expect(refused.status == 409 && refused.text.contains("at most 2 requests with an Idempotency-Key"))
            #expect(try await post("k1").status == 201)
            #expect(try await post("k3", as: .charlie).status == 201)
            #expect(try await self.rows(app) == 3)
            app.clock.advance(by: .days(1) + .seconds(1))
            #expect(try await post("k3").status == 201)
        }
    }

    private func rows(_ app: TestApp) async throws -> Int {
        try await app.database.read { db in
            try db.first("SELECT count(*) FROM idempotency_keys") { try $0.next(Int.self) } ?? 0
        }
    }

    @Test func `keys belong to their caller and expire after a day`() async throws {
        try await withTestApp { app async throws in
            for person in [Person.alice, .charlie] {
                let caller = app.as(person).with(self.key, "k1")
                #expect(try await caller.post("/api/v1/tokens", self.body).status == 201)
            }
            app.clock.advance(by: .hours(24) + .seconds(1))
            #expect(try await app.as(.alice).with(self.key, "k1").post("/api/v1/tokens", self.body).status == 201)
            #expect(try await app.as(.alice).get("/api/v1/tokens").json.items.count == 2)
        }
    }

    @Test func `a secret in a response is stored encrypted`() async throws {
        try await withTestApp { app in
            let answer = try await app.as(.alice).with(self.key, "k1").post("/api/v1/tokens", self.body)
            let secret = try #require(try answer.json["token"]?.string)
            let stored = try await app.database.read { db in
                try db.rows("SELECT body FROM idempotency_keys") { try $0.next([UInt8].self) }
            }
            #expect(stored.count == 1 && !String(decoding: stored[0], as: UTF8.self).contains(secret))
        }
    }
}
