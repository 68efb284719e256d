import HTTPTypes
import HawkCore
import Testing

@Suite struct ProfileTests {
    @Test func `a new password needs the old one and ends the other sessions`() async throws {
        try await withTestApp { app in
            let account: JSONValue = ["email": .string(Person.alice.email), "password": .string(Person.password)]
            let other = try await app.anyone.post("/api/v1/auth/login", account)
            let alice = app.as(.alice)
            let password: JSONValue = ["password": "a much better password"]
            #expect(try await alice.patch("/api/v1/auth/me", password).status == 422)
            #expect(try await alice.patch("/api/v1/auth/me", password.merging(["current_password": "guess"])).status == 422)
            let right = password.merging(["current_password": .string(Person.password)])
            #expect(try await alice.patch("/api/v1/auth/me", right).status == 200)
            #expect(try await alice.get("/api/v1/auth/me").status == 200)
            #expect(try await app.anyone.with(.cookie, other.session).get("/api/v1/auth/me").status == 401)
            #expect(try await app.anyone.post("/api/v1/auth/login", account).status == 401)
            let changed = account.merging(password)
            #expect(try await app.anyone.post("/api/v1/auth/login", changed).status == 200)
        }
    }

    @Test func `a name can be changed alone`() async throws {
        try await withTestApp { app in
            let answer = try await app.as(.bob).patch("/api/v1/auth/me", ["name": " Robert "])
            #expect(try answer.json["user"]?["name"] == "Robert")
            #expect(try answer.json["user"]?["email"] == "bob@example.com")
        }
    }

    @Test func `a token has no user profile`() async throws {
        try await withTestApp { app async throws in
            #expect(try await app.token(.owner).get("/api/v1/auth/me").status == 403)
        }
    }

    @Test func `a member of several organizations selects one`() async throws {
        try await withTestApp { app in
            let invited = try await app.as(.charlie).post("/api/v1/invitations", ["email": "bob@example.com", "role": "viewer"])
            let token = try #require(try invited.json["url"]?.string?.split(separator: "/").last.map(String.init))
            #expect(try await app.as(.bob).post("/api/v1/invitations/accept", ["token": .string(token)]).status == 200)
            let me = try await app.as(.bob).get("/api/v1/auth/me").json
            let ids = me["organizations"]?.array?.compactMap { $0["id"]?.int } ?? []
            #expect(ids.count == 2 && me["organization"]?["id"]?.int == ids.first && me["role"] == "editor")
            let other = app.as(.bob).with(.init("X-Organization")!, "\(ids[1])")
            #expect(try await other.get("/api/v1/auth/me").json["role"] == "viewer")
            #expect(try await app.as(.bob).get("/api/v1/organization?organization=\(ids[1])").json["name"] == "Charlie's")
        }
    }

    @Test func `an organization of others is not found`() async throws {
        try await withTestApp { app in
            let theirs = try #require(try await app.as(.charlie).get("/api/v1/organization").json["id"]?.int)
            for id in ["\(theirs)", "999999"] {
                #expect(try await app.as(.alice).with(.init("X-Organization")!, id).get("/api/v1/organization").status == 404)
                #expect(try await app.token(.owner).with(.init("X-Organization")!, id).get("/api/v1/organization").status == 404)
            }
            #expect(try await app.as(.alice).with(.init("X-Organization")!, "acme").get("/api/v1/organization").status == 400)
        }
    }
}
