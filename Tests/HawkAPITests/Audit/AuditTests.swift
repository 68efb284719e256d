import HTTPTypes
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

@Suite struct AuditTests {
    private func entries(_ app: TestApp, of action: String) async throws -> [JSONValue] {
        try await app.as(.alice).get("/api/v1/audit").json.items.filter { $0["action"] == .string(action) }
    }

    private func signIn(_ app: TestApp, _ email: String, _ password: String = Person.password) async throws -> Answer {
        try await app.anyone.with(.userAgent, "Phone").post(
            "/api/v1/auth/login", ["email": .string(email), "password": .string(password)])
    }

    @Test func `signing in and out is audited with its origin`() async throws {
        try await withTestApp { app in
            let session = try await self.signIn(app, Person.bob.email).session
            let bob = app.anyone.with(.cookie, session).with(.origin, "http://status.example").with(.userAgent, "Phone")
            let id = try #require(try await bob.get("/api/v1/auth/sessions").json.items.last?["id"]?.int)
            #expect(try await bob.delete("/api/v1/auth/sessions/\(id)").status == 204)
            #expect(try await bob.post("/api/v1/auth/logout").status == 204)
            for action in ["user.sign_in", "session.revoke", "user.sign_out"] {
                let entry = try #require(try await self.entries(app, of: action).first, "\(action)")
                #expect(
                    entry["email"] == .string(Person.bob.email) && entry["user_agent"] == "Phone"
                        && entry["address"] == "127.0.0.1")
            }
        }
    }

    @Test func `ending all other sessions is audited with their count and origin`() async throws {
        try await withTestApp { app in
            _ = try await self.signIn(app, Person.bob.email)
            let session = try await self.signIn(app, Person.bob.email).session
            let bob = app.anyone.with(.cookie, session).with(.origin, "http://status.example").with(.userAgent, "Phone")
            #expect(try await bob.delete("/api/v1/auth/sessions").status == 204)
            let entry = try #require(try await self.entries(app, of: "session.revoke").first)
            #expect((entry["details"]?["sessions"]?.int ?? 0) >= 1)
            #expect(entry["email"] == .string(Person.bob.email) && entry["address"] == "127.0.0.1")
            #expect(try await bob.delete("/api/v1/auth/sessions").status == 204)
            #expect(try await self.entries(app, of: "session.revoke").count == 1)
        }
    }

    @Test func `a failed sign-in is audited only for an existing account`() async throws {
        try await withTestApp { app in
            #expect(try await self.signIn(app, "BOB@example.com", "hunter2hunter2").status == 401)
            #expect(try await self.signIn(app, "nobody@example.com").status == 401)
            let failed = try await self.entries(app, of: "user.sign_in_failed")
            #expect(failed.count == 1)
            #expect(failed.first?["user_id"] == .null && failed.first?["details"] == ["email": .string(Person.bob.email)])
            let charlies = try await app.as(.charlie).get("/api/v1/audit").text
            #expect(!charlies.contains("sign_in_failed"))
            #expect(try await !app.as(.alice).get("/api/v1/audit").text.contains("hunter2"))
        }
    }

    @Test func `a change is audited with old and new values, and a token by its name`() async throws {
        try await withTestApp { app in
            let token = try await app.token(.owner)
            let created = try await token.post(
                "/api/v1/channels",
                ["type": "webhook", "name": "Hook", "config": ["url": "https://hooks.example/1", "secret": "s3cret-of-old"]])
            let id = try #require(try created.json["id"]?.int)
            let change: JSONValue = ["name": "Deploys", "enabled": false, "config": ["secret": "s3cret-of-new"]]
            #expect(try await token.with(.userAgent, "curl/8").patch("/api/v1/channels/\(id)", change).status == 200)
            let entry = try #require(try await self.entries(app, of: "channel.update").first)
            #expect(entry["token_name"] == "test" && entry["user_agent"] == "curl/8")
            #expect(
                entry["details"]?["changes"] == [
                    "name": ["from": "Hook", "to": "Deploys"], "enabled": ["from": true, "to": false], "sealed_config": "changed",
                ])
            #expect(try await !app.as(.alice).get("/api/v1/audit").text.contains("s3cret"))
        }
    }

    @Test func `a token's name outlives the token`() async throws {
        try await withTestApp { app in
            let token = try await app.token(.editor)
            _ = try await token.post("/api/v1/monitors", ["type": "tcp", "target": "db.example:5432"])
            try await app.database.write { db in
                try db.execute("UPDATE tokens SET revoked_at = 1")
                #expect(try RetentionRepository().removeBatch(.tokens, before: Instant(seconds: 1), limit: 10, in: db) == 1)
            }
            #expect(try await self.entries(app, of: "monitor.create").first?["token_name"] == "test")
        }
    }

    @Test func `the audit log is exported completely, one entry a line`() async throws {
        try await withTestApp { app in
            let organization = try #require(try await app.as(.alice).get("/api/v1/organization").json["id"]?.int)
            try await app.database.write { db in
                for number in 0..<1_203 {
                    try AuditRepository().insert(
                        "monitor.create", AuditEntry.Subject("monitor", Int64(number)), of: ID(organization), by: nil,
                        details: ["name": "two\nlines"], at: app.clock.now, in: db)
                }
            }
            let alice = app.as(.alice).with(.accept, "application/x-ndjson")
            let answer = try await alice.get("/api/v1/audit")
            #expect(answer.headers[.contentType] == "application/x-ndjson")
            let lines = answer.text.split(separator: "\n")
            let ids = try lines.map { try #require(try JSONParser.parse(Array($0.utf8))["id"]?.int) }
            #expect(ids.count > 1_203 && ids == ids.sorted(by: >) && Set(ids).count == ids.count)
            #expect(try await app.as(.bob).with(.accept, "application/x-ndjson").get("/api/v1/audit").status == 403)
            let page = try await app.as(.alice).with(.accept, "application/json, application/x-ndjson;q=0.5").get("/api/v1/audit")
            #expect(try page.json.items.count == 50)
        }
    }
}
