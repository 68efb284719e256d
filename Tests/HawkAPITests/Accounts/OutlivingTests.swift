import HTTPTypes
import HawkCore
import Testing

/// Tokens and invitations end with the rights of the member who created them.
@Suite struct OutlivingTests {
    private func link(_ answer: Answer) throws -> JSONValue {
        .string(String(try #require(try answer.json["url"]?.string).split(separator: "/").last ?? ""))
    }

    @Test func `a removed admin's token no longer works`() async throws {
        try await withTestApp { app async throws in
            try await app.assign(.admin, to: .bob)
            let program = try await app.token(.admin, of: app.as(.bob))
            let second = try await app.token(.admin, of: program)
            let invitation: JSONValue = ["email": .string(Person.bob.email), "role": "admin"]
            let bob = try await app.id(of: .bob)
            #expect(try await app.as(.alice).delete("/api/v1/members/\(bob)").status == 204)
            for token in [program, second] {
                #expect(try await token.post("/api/v1/invitations", invitation).status == 401)
                #expect(try await token.get("/api/v1/monitors").status == 401)
            }
            #expect(try await app.as(.alice).get("/api/v1/tokens").json.items.isEmpty)
            // Nor do they return with him.
            let link = try self.link(try await app.as(.alice).post("/api/v1/invitations", invitation))
            #expect(try await app.as(.bob).post("/api/v1/invitations/accept", ["token": link]).status == 200)
            for token in [program, second] { #expect(try await token.get("/api/v1/monitors").status == 401) }
            let audit = try await app.as(.alice).get("/api/v1/audit").json.items
            #expect(audit.first { $0["action"] == "member.remove" }?["details"]?["revoked_tokens"] == 2)
        }
    }

    @Test func `a demoted owner's token cannot restore her role`() async throws {
        try await withTestApp { app async throws in
            try await app.assign(.owner, to: .bob)
            let program = try await app.token(.owner, of: app.as(.bob))
            let second = try await app.token(.owner, of: program)
            try await app.assign(.editor, to: .bob)
            let bob = try await app.id(of: .bob)
            for token in [program, second] {
                #expect(try await token.patch("/api/v1/members/\(bob)", ["role": "owner"]).status == 403)
                #expect(try await token.post("/api/v1/tokens", ["name": "x", "role": "viewer"]).status == 403)
                #expect(try await token.get("/api/v1/monitors").status == 200)
            }
            #expect(try await app.as(.alice).get("/api/v1/tokens").json.items.map { $0["role"] } == ["editor", "editor"])
            try await app.assign(.admin, to: .bob)
            #expect(try await program.get("/api/v1/tokens").status == 200)
        }
    }

    @Test func `invitations of a removed member and of her tokens are void`() async throws {
        try await withTestApp { app async throws in
            try await app.assign(.admin, to: .bob)
            let invitation: JSONValue = ["email": .string(Person.charlie.email), "role": "admin"]
            let program = try await app.token(.admin, of: app.as(.bob))
            let links = [
                try self.link(try await app.as(.bob).post("/api/v1/invitations", invitation)),
                try self.link(try await program.post("/api/v1/invitations", invitation)),
            ]
            let bob = try await app.id(of: .bob)
            #expect(try await app.as(.bob).delete("/api/v1/members/\(bob)").status == 204)
            for link in links {
                #expect(try await app.as(.charlie).post("/api/v1/invitations/accept", ["token": link]).status == 422)
            }
            #expect(try await app.as(.alice).get("/api/v1/invitations").json.items.isEmpty)
        }
    }

    @Test func `a demoted member's invitations beyond the new role are void`() async throws {
        try await withTestApp { app async throws in
            try await app.assign(.owner, to: .bob)
            func invite(_ role: Role) async throws -> JSONValue {
                let draft: JSONValue = ["email": .string(Person.charlie.email), "role": .string(role.rawValue)]
                return try self.link(try await app.as(.bob).post("/api/v1/invitations", draft))
            }
            let (asOwner, asAdmin) = (try await invite(.owner), try await invite(.admin))
            try await app.assign(.admin, to: .bob)
            #expect(try await app.as(.charlie).post("/api/v1/invitations/accept", ["token": asOwner]).status == 422)
            #expect(try await app.as(.alice).get("/api/v1/invitations").json.items.map { $0["role"] } == ["admin"])
            try await app.assign(.viewer, to: .bob)
            #expect(try await app.as(.charlie).post("/api/v1/invitations/accept", ["token": asAdmin]).status == 422)
        }
    }

    @Test func `a new password revokes the user's tokens if requested`() async throws {
        try await withTestApp { app async throws in
            let program = try await app.token(.viewer)
            let password: JSONValue = ["password": "a much better password", "current_password": .string(Person.password)]
            #expect(try await app.as(.alice).patch("/api/v1/auth/me", password).status == 200)
            #expect(try await program.get("/api/v1/monitors").status == 200)
            let again: JSONValue = [
                "password": "another good password", "current_password": "a much better password", "revoke_tokens": true,
            ]
            #expect(try await app.as(.alice).patch("/api/v1/auth/me", again).status == 200)
            #expect(try await program.get("/api/v1/monitors").status == 401)
            let alone = try await app.as(.alice).patch("/api/v1/auth/me", ["revoke_tokens": true])
            #expect(alone.status == 422)
            #expect(try alone.json["errors"]?.array?.first?["field"] == "revoke_tokens")
        }
    }

    @Test func `a user signs out elsewhere and revokes own tokens, but no one else's`() async throws {
        try await withTestApp { app async throws in
            try await app.assign(.admin, to: .bob)
            let (hers, his) = (try await app.token(.viewer), try await app.token(.viewer, of: app.as(.bob)))
            let account: JSONValue = ["email": .string(Person.alice.email), "password": .string(Person.password)]
            let other = app.anyone.with(.cookie, try await app.anyone.post("/api/v1/auth/login", account).session)
            #expect(try await app.as(.alice).delete("/api/v1/auth/sessions").status == 204)
            #expect(try await other.get("/api/v1/auth/me").status == 401)
            #expect(try await app.as(.alice).get("/api/v1/auth/me").status == 200)
            #expect(try await app.as(.bob).get("/api/v1/auth/me").status == 200)
            #expect(try await hers.get("/api/v1/monitors").status == 200)
            #expect(try await app.as(.alice).delete("/api/v1/auth/tokens").status == 204)
            #expect(try await hers.get("/api/v1/monitors").status == 401)
            #expect(try await his.get("/api/v1/monitors").status == 200)
            let audit = try await app.as(.alice).get("/api/v1/audit").json.items.first
            #expect(audit?["action"] == "token.revoke" && audit?["details"]?["tokens"] == 1)
        }
    }
}
