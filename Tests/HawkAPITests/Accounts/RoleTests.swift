import HTTPTypes
import HawkCore
import Testing

/// What each role may do to the organization itself.
@Suite struct RoleTests {
    struct Deed: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let path: String
        var body: JSONValue?
        /// The lowest role that may do it.
        let needs: Role

        var testDescription: String { "\(self.method) \(self.path)" }
    }

    static let deeds = [
        Deed(method: .get, path: "organization", needs: .viewer),
        Deed(method: .patch, path: "organization", body: ["name": "New"], needs: .admin),
        Deed(method: .get, path: "members", needs: .viewer),
        Deed(method: .patch, path: "members/2", body: ["role": "viewer"], needs: .admin),
        Deed(method: .delete, path: "members/2", needs: .admin),
        Deed(method: .get, path: "invitations", needs: .admin),
        Deed(method: .post, path: "invitations", body: ["email": "dana@example.com", "role": "viewer"], needs: .admin),
        Deed(method: .get, path: "tokens", needs: .admin),
        Deed(method: .post, path: "tokens", body: ["name": "x", "role": "viewer"], needs: .admin),
        Deed(method: .get, path: "audit", needs: .admin),
    ]

    @Test(arguments: Self.deeds)
    func `an action needs its role`(_ deed: Deed) async throws {
        try await withTestApp { app in
            for role in Role.allCases {
                let caller = try await app.token(role)
                let answer = try await caller.send(deed.method, "/api/v1/\(deed.path)", json: deed.body)
                #expect((answer.status == 403) == (role < deed.needs), "\(role): \(answer.text)")
                if role >= deed.needs { break }
            }
            let nobody = try await app.anyone.send(deed.method, "/api/v1/\(deed.path)", json: deed.body)
            #expect(nobody.status == 401)
        }
    }

    @Test func `actions are in the audit log for admins of the organization`() async throws {
        try await withTestApp { app in
            _ = try await app.as(.alice).patch("/api/v1/organization", ["name": "New"])
            _ = try await app.token(.admin).delete("/api/v1/members/2")
            let entries = try await app.as(.alice).get("/api/v1/audit").json.items
            #expect(
                entries.compactMap { $0["action"]?.string } == [
                    "member.remove", "token.create", "organization.update", "user.sign_in", "user.sign_in", "member.add",
                    "organization.create",
                ])
            #expect(entries[0]["token_id"]?.int != nil && entries[0]["user_id"] == .null)
            #expect(entries[0]["details"]?["email"] == "bob@example.com" && entries[0]["details"]?["role"] == "editor")
            #expect(entries[2]["email"] == "alice@example.com")
            #expect(try await app.as(.charlie).get("/api/v1/audit").json.items.count == 2)
        }
    }

    @Test func `a failed action is not in the audit log`() async throws {
        try await withTestApp { app in
            _ = try await app.as(.alice).delete("/api/v1/members/1")
            _ = try await app.as(.alice).delete("/api/v1/members/3")
            #expect(try await app.as(.alice).get("/api/v1/audit").json.items.count == 4)
        }
    }
}
