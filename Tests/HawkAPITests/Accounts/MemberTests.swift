import HTTPTypes
import HawkCore
import HawkTestSupport
import Testing

@Suite struct MemberTests {
    private func id(of person: Person, seenBy caller: Caller) async throws -> Int64 {
        let members = try await caller.get("/api/v1/members").json.items
        return try #require(members.first { $0["email"] == .string(person.email) }?["user_id"]?.int)
    }

    @Test func `an owner changes roles, and members leave on their own`() async throws {
        try await withTestApp { app in
            let bob = try await self.id(of: .bob, seenBy: app.as(.alice))
            #expect(try await app.as(.alice).patch("/api/v1/members/\(bob)", ["role": "admin"]).json["role"] == "admin")
            #expect(try await app.as(.bob).get("/api/v1/tokens").status == 200)
            #expect(try await app.as(.bob).delete("/api/v1/members/\(bob)").status == 204)
            #expect(try await app.as(.bob).get("/api/v1/organization").status == 403)
            #expect(try await app.as(.bob).get("/api/v1/auth/me").json["organization"] == .null)
        }
    }

    @Test func `the last owner cannot be removed`() async throws {
        try await withTestApp { app in
            let alice = try await self.id(of: .alice, seenBy: app.as(.alice))
            #expect(try await app.as(.alice).delete("/api/v1/members/\(alice)").status == 409)
            #expect(try await app.as(.alice).patch("/api/v1/members/\(alice)", ["role": "viewer"]).status == 409)
            let bob = try await self.id(of: .bob, seenBy: app.as(.alice))
            #expect(try await app.as(.alice).patch("/api/v1/members/\(bob)", ["role": "owner"]).status == 200)
            #expect(try await app.as(.alice).delete("/api/v1/members/\(alice)").status == 204)
        }
    }

    @Test func `an admin can neither change owners nor appoint one`() async throws {
        try await withTestApp { app in
            let (alice, bob) = (
                try await self.id(of: .alice, seenBy: app.as(.alice)), try await self.id(of: .bob, seenBy: app.as(.alice))
            )
            let admin = try await app.token(.admin)
            #expect(try await admin.patch("/api/v1/members/\(alice)", ["role": "viewer"]).status == 403)
            #expect(try await admin.delete("/api/v1/members/\(alice)").status == 403)
            #expect(try await admin.patch("/api/v1/members/\(bob)", ["role": "owner"]).status == 403)
            #expect(try await admin.post("/api/v1/invitations", ["email": "x@example.com", "role": "owner"]).status == 403)
            #expect(try await admin.delete("/api/v1/members/\(bob)").status == 204)
        }
    }

    @Test func `users of other organizations are not found`() async throws {
        try await withTestApp { app in
            let charlie = try await self.id(of: .charlie, seenBy: app.as(.charlie))
            #expect(try await app.as(.alice).delete("/api/v1/members/\(charlie)").status == 404)
            #expect(try await app.as(.alice).patch("/api/v1/members/\(charlie)", ["role": "viewer"]).status == 404)
        }
    }

    @Test func `an invitation lets one person in, once, within a week`() async throws {
        try await withTestApp { app in
            let invited = try await app.as(.alice).post("/api/v1/invitations", ["email": "dana@example.com", "role": "viewer"])
            #expect(invited.status == 201)
            let url = try #require(try invited.json["url"]?.string)
            #expect(url.hasPrefix("http://status.example/invite/"))
            let token = String(url.split(separator: "/").last ?? "")
            func signUp(_ email: String) async throws -> Answer {
                try await app.anyone.post(
                    "/api/v1/auth/signup",
                    [
                        "email": .string(email), "password": .string(Person.password), "name": "Dana",
                        "invitation": .string(token),
                    ])
            }
            #expect(try await app.as(.alice).get("/api/v1/invitations").json.items.count == 1)
            #expect(try await signUp("eve@example.com").status == 422)
            let answer = try await signUp("Dana@example.com")
            #expect(answer.status == 201)
            #expect(try answer.json["organization"]?["name"] == "Acme")
            #expect(try await app.anyone.with(.cookie, answer.session).get("/api/v1/auth/me").json["role"] == "viewer")
            #expect(try await signUp("dana@example.com").status == 422)
            #expect(try await app.as(.alice).get("/api/v1/invitations").json.items.isEmpty)
        }
    }

    @Test func `an invitation ends by expiry or revocation`() async throws {
        try await withTestApp { app in
            func invite() async throws -> (id: Int64, token: JSONValue) {
                let answer = try await app.as(.alice).post(
                    "/api/v1/invitations", ["email": "charlie@example.com", "role": "admin"]
                ).json
                let token = answer["url"]?.string?.split(separator: "/").last.map(String.init) ?? ""
                return (try #require(answer["id"]?.int), ["token": .string(token)])
            }
            let late = try await invite()
            app.clock.advance(by: .days(7))
            #expect(try await app.as(.charlie).post("/api/v1/invitations/accept", late.token).status == 422)
            let revoked = try await invite()
            #expect(try await app.as(.charlie).delete("/api/v1/invitations/\(revoked.id)").status == 404)
            #expect(try await app.as(.alice).delete("/api/v1/invitations/\(revoked.id)").status == 204)
            #expect(try await app.as(.charlie).post("/api/v1/invitations/accept", revoked.token).status == 422)
            let right = try await invite()
            #expect(try await app.as(.bob).post("/api/v1/invitations/accept", right.token).status == 422)
            #expect(try await app.as(.charlie).post("/api/v1/invitations/accept", right.token).status == 200)
            #expect(
                try await app.as(.alice).post("/api/v1/invitations", ["email": "charlie@example.com", "role": "viewer"]).status
                    == 409)
        }
    }
}
