import HTTPTypes
import HawkCore
import HawkEngine
import Testing

@Suite struct SignUpTests {
    private func account(_ email: String, _ more: JSONValue = [:]) -> JSONValue {
        JSONValue.object(["email": .string(email), "password": .string(Person.password), "name": "Dana"]).merging(more)
    }

    @Test func `the first user to sign up owns the installation, and no other may`() async throws {
        try await withTestApp(hasCast: false, installation: Installation()) { app async throws in
            let setup = try await app.anyone.get("/api/v1/setup").json
            #expect(setup["first_run"] == true && setup["setup_code_needed"] == false)
            let answer = try await app.anyone.post(
                "/api/v1/auth/signup", self.account("Dana@Example.com", ["organization_name": "Acme"]))
            #expect(answer.status == 201)
            #expect(try answer.json["user"]?["email"] == "Dana@Example.com")
            #expect(try answer.json["organization"]?["role"] == "owner")
            #expect(try answer.json["organization"]?["name"] == "Acme")
            let me = try await app.anyone.with(.cookie, answer.session).get("/api/v1/auth/me").json
            #expect(me["role"] == "owner" && me["organizations"]?.array?.count == 1)
            #expect(try await app.anyone.get("/api/v1/setup").json["first_run"] == false)
            #expect(try await app.anyone.post("/api/v1/auth/signup", self.account("eve@example.com")).status == 403)
        }
    }

    @Test func `of concurrent first sign-ups only one succeeds`() async throws {
        try await withTestApp(hasCast: false, installation: Installation()) { app async throws in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        try await app.anyone.post("/api/v1/auth/signup", self.account("d\(number)@example.com")).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201, 403, 403, 403, 403, 403])
        }
    }

    /// How a remote client may reach a listener that is bound to this machine.
    private static let detours: [(header: String, value: String)] = [
        ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Server", "proxy"),
        ("Forwarded", "for=203.0.113.9"), ("Via", "1.1 proxy"), ("X-Real-IP", "203.0.113.9"), ("CF-Connecting-IP", "203.0.113.9"),
    ]

    @Test(arguments: SignUpTests.detours)
    func `the first user through a local proxy needs the code from the log`(
        _ header: String, _ value: String
    ) async throws {
        try await withTestApp(hasCast: false, installation: Installation(setupCode: Secret("otter-42"))) { app async throws in
            try await self.expectCode(of: app.anyone.with(try #require(HTTPField.Name(header)), value))
        }
    }

    @Test func `the first user who requests an IP address needs the code from the log`() async throws {
        try await withTestApp(hasCast: false, installation: Installation(setupCode: Secret("otter-42"))) { app async throws in
            try await self.expectCode(of: app.anyone.naming("192.168.1.5:8080"))
        }
    }

    @Test func `the first user of an installation with a public URL needs the code from the log`() async throws {
        let installation = Installation(publicURL: "http://status.example", setupCode: Secret("otter-42"))
        try await withTestApp(hasCast: false, installation: installation) { app async throws in
            try await self.expectCode(of: app.anyone)
        }
    }

    @Test func `without a code no remote user is the first`() async throws {
        try await withTestApp(hasCast: false) { app async throws in
            let account = self.account("dana@example.com", ["setup_code": ""])
            #expect(try await app.anyone.post("/api/v1/auth/signup", account).status == 403)
        }
    }

    private func expectCode(of caller: Caller) async throws {
        #expect(try await caller.get("/api/v1/setup").json["setup_code_needed"] == true)
        for refused: JSONValue in [[:], ["setup_code": "otter-43"]] {
            let answer = try await caller.post("/api/v1/auth/signup", self.account("dana@example.com", refused))
            #expect(answer.status == 403)
            #expect(try answer.json["errors"]?.array?.first?["field"] == "setup_code")
        }
        let right = self.account("dana@example.com", ["setup_code": "otter-42"])
        #expect(try await caller.post("/api/v1/auth/signup", right).status == 201)
        #expect(try await caller.get("/api/v1/setup").json["setup_code_needed"] == false)
    }

    @Test func `sign-up is closed or open as the operator configures`() async throws {
        try await withTestApp(hasCast: false, installation: Installation(signups: .closed)) { app async throws in
            #expect(try await app.anyone.post("/api/v1/auth/signup", self.account("dana@example.com")).status == 403)
        }
        try await withTestApp(installation: Installation(signups: .open)) { app async throws in
            let answer = try await app.anyone.post("/api/v1/auth/signup", self.account("dana@example.com"))
            #expect(try answer.json["organization"]?["name"] == "Dana's organization")
            let again = try await app.anyone.post("/api/v1/auth/signup", self.account("DANA@example.com"))
            #expect(again.status == 403 && again.text.contains("if you have an account, sign in"))
            #expect(!again.text.contains("exists"))
        }
    }

    @Test(arguments: [
        ("email", "nobody"), ("email", "a@b@c"), ("email", "a b@example.com"), ("email", "@example.com"),
        ("email", "x@example.com\nBcc: y"), ("password", "too short"), ("name", ""),
        ("password", "aaaaaaaaaaaaaaaa"), ("password", "dana@example.com"), ("password", "Dana-Example"),
        ("password", "Password2024!"),
    ])
    func `an invalid account is refused`(_ field: String, _ value: String) async throws {
        try await withTestApp(hasCast: false) { app async throws in
            let answer = try await app.anyone.post(
                "/api/v1/auth/signup", self.account("dana@example.com", .object([field: .string(value)])))
            #expect(answer.status == 422)
            #expect(try answer.json["errors"]?.array?.first?["field"] == .string(field))
            #expect(try await app.anyone.get("/api/v1/setup").json["first_run"] == true)
        }
    }

    @Test func `a password of more than 1,024 bytes is refused`() async throws {
        try await withTestApp(hasCast: false) { app async throws in
            let long = JSONValue.object(["password": .string(String(repeating: "x", count: 1_025))])
            #expect(try await app.anyone.post("/api/v1/auth/signup", self.account("dana@example.com", long)).status == 422)
        }
    }
}
