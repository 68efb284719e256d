import HTTPTypes
import HawkCore
import HawkEngine
import HawkTestSupport
import Testing

struct InvitationTests {
    private func invite(_ app: TestApp, _ email: String, role: String = "viewer") async throws -> JSONValue {
        let answer = try await app.as(.alice).post("/api/v1/invitations", ["email": .string(email), "role": .string(role)])
        return .string(String(try #require(answer.json["url"]?.string?.split(separator: "/").last)))
    }

    @Test func `the holder of a link reads the inviter, the organization and the role`() async throws {
        try await withTestApp { app async throws in
            let token = try await self.invite(app, "dana@example.com", role: "editor")
            let answer = try await app.anyone.post("/api/v1/invitations/verify", ["token": token])
            #expect(answer.status == 200)
            let details = try answer.json
            #expect(details["organization_name"] == "Acme" && details["invited_by"] == "Alice")
            #expect(details["email"] == "dana@example.com" && details["role"] == "editor")
            let unknown = try await app.anyone.post("/api/v1/invitations/verify", ["token": "guessed"])
            #expect(unknown.status == 422)
            app.clock.advance(by: .days(7))
            #expect(try await app.anyone.post("/api/v1/invitations/verify", ["token": token]).status == 422)
        }
    }

    @Test func `accepting an invitation does not change the default organization`() async throws {
        try await withTestApp { app async throws in
            func own() async throws -> JSONValue? {
                try await app.as(.charlie).get("/api/v1/auth/me").json["organization"]?["name"]
            }
            #expect(try await own() == "Charlie's")
            // Alice's organization is the older one.
            app.clock.advance(by: .minutes(1))
            let token = try await self.invite(app, Person.charlie.email)
            let joined = try await app.as(.charlie).post("/api/v1/invitations/accept", ["token": token])
            #expect(joined.status == 200)
            #expect(try await own() == "Charlie's")
            let all = try await app.as(.charlie).get("/api/v1/auth/me").json["organizations"]?.array
            #expect(all?.map { $0["name"] } == ["Charlie's", "Acme"])
        }
    }

    /// The same address with its umlaut as one character and as two.
    private static let spellings = ["j\u{FC}rgen@example.com", "ju\u{308}rgen@example.com", "JU\u{308}RGEN@example.com"]

    @Test func `one address is one account, regardless of its Unicode form`() async throws {
        try await withTestApp(installation: Installation(signups: .open)) { app async throws in
            func account(_ email: String) -> JSONValue {
                ["email": .string(email), "password": .string(Person.password), "name": "J"]
            }
            #expect(try await app.anyone.post("/api/v1/auth/signup", account(Self.spellings[1])).status == 201)
            for email in Self.spellings {
                #expect(try await app.anyone.post("/api/v1/auth/signup", account(email)).status == 403)
                let entered = try await app.anyone.post(
                    "/api/v1/auth/login", ["email": .string(email), "password": .string(Person.password)])
                #expect(entered.status == 200)
            }
        }
    }
}
