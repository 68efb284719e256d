import HTTPTypes
import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@Suite struct IdempotencyTests {
    private let key = HTTPField.Name("Idempotency-Key")!  // SAFETY: a literal token
    private let body: JSONValue = ["name": "deploys", "role": "viewer"]

    @Test func `a repeat gives the first answer and does nothing`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice).with(self.key, "k1")
            let first = try await alice.post("/api/v1/tokens", self.body)
            let second = try await alice.post("/api/v1/tokens", self.body)
            #expect(first.status == 201 && second.status == 201)
            #expect(try first.json == second.json && first.headers[.location] == second.headers[.location])
            #expect(try await app.as(.alice).get("/api/v1/tokens").json.items.count == 1)
        }
    }

    @Test func `of many at once one takes effect`() async throws {
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

    @Test func `another request may not use the key`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice).with(self.key, "k1")
            _ = try await alice.post("/api/v1/tokens", self.body)
            #expect(try await alice.post("/api/v1/tokens", ["name": "other", "role": "viewer"]).status == 422)
        }
    }

    @Test func `a refusal is repeated too`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice).with(self.key, "k1")
            let first = try await alice.post("/api/v1/tokens", ["name": "", "role": "viewer"])
            let second = try await alice.post("/api/v1/tokens", ["name": "", "role": "viewer"])
            #expect(first.status == 422 && second.status == 422 && first.text == second.text)
            #expect(second.headers[.contentType] == "application/problem+json")
        }
    }

    @Test func `keys are each caller's own, for a day`() async throws {
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

    @Test func `a secret in an answer is not stored in the clear`() async throws {
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
