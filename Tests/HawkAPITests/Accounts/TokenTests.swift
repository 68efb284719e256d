import HTTPTypes
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

@Suite struct TokenTests {
    @Test func `a token is shown once and works until it is revoked`() async throws {
        try await withTestApp { app async throws in
            let alice = app.as(.alice)
            let created = try await alice.post("/api/v1/tokens", ["name": "deploys", "role": "editor"])
            #expect(created.status == 201)
            let (secret, id) = (try #require(try created.json["token"]?.string), try #require(try created.json["id"]?.int))
            #expect(secret.hasPrefix("shk_") && secret.count == 47)
            #expect(created.headers[.location] == "/api/v1/tokens/\(id)")
            let program = Caller(app, token: Secret(secret))
            #expect(try await program.get("/api/v1/organization").json["name"] == "Acme")
            let listed = try await alice.get("/api/v1/tokens").json.items
            #expect(listed.first?["token"] == .null && listed.first?["prefix"] == .string(String(secret.prefix(8))))
            #expect(listed.first?["last_used_at"]?.string != nil)
            #expect(try await alice.delete("/api/v1/tokens/\(id)").status == 204)
            #expect(try await program.get("/api/v1/organization").status == 401)
            #expect(try await alice.delete("/api/v1/tokens/\(id)").status == 404)
        }
    }

    @Test func `a token expires`() async throws {
        try await withTestApp { app in
            let end = app.clock.now + .hours(1)
            let created = try await app.as(.alice).post(
                "/api/v1/tokens", ["name": "short", "role": "viewer", "expires_at": .string("\(end)")])
            let program = Caller(app, token: Secret(try created.json["token"]?.string ?? ""))
            #expect(try await program.get("/api/v1/organization").status == 200)
            app.clock.advance(by: .hours(1))
            #expect(try await program.get("/api/v1/organization").status == 401)
        }
    }

    @Test func `no one creates or revokes a token with a higher role`() async throws {
        try await withTestApp { app in
            let admin = try await app.token(.admin)
            #expect(try await admin.post("/api/v1/tokens", ["name": "x", "role": "owner"]).status == 403)
            let owners = try await app.as(.alice).post("/api/v1/tokens", ["name": "x", "role": "owner"]).json["id"]?.int
            #expect(try await admin.delete("/api/v1/tokens/\(owners ?? 0)").status == 403)
        }
    }

    @Test func `Charlie cannot touch Alice's token`() async throws {
        try await withTestApp { app in
            let id = try await app.as(.alice).post("/api/v1/tokens", ["name": "x", "role": "viewer"]).json["id"]?.int
            #expect(try await app.as(.charlie).delete("/api/v1/tokens/\(id ?? 0)").status == 404)
            for nonsense in ["0", "-1", "x", "99999999999999999999"] {
                #expect(try await app.as(.alice).delete("/api/v1/tokens/\(nonsense)").status == 404)
            }
        }
    }

    @Test func `a list has pages`() async throws {
        try await withTestApp { app in
            for number in 0..<5 {
                _ = try await app.as(.alice).post("/api/v1/tokens", ["name": .string("t\(number)"), "role": "viewer"])
            }
            var names: [String] = []
            var cursor = ""
            repeat {
                let page = try await app.as(.alice).get("/api/v1/tokens?limit=2\(cursor)").json
                #expect(page.items.count <= 2)
                names += page.items.compactMap { $0["name"]?.string }
                cursor = page["next_cursor"]?.string.map { "&cursor=\($0)" } ?? ""
            } while !cursor.isEmpty
            #expect(names == ["t0", "t1", "t2", "t3", "t4"])
        }
    }
}
