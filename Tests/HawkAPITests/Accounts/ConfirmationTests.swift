import HTTPTypes
import HawkCore
import HawkEngine
import HawkTestSupport
import Testing

/// Sign-up while sign-ups are open, over a real mail server, through the links in its mails.
@Suite(.timeLimit(.minutes(1))) struct ConfirmationTests {
    private static let path = "/api/v1/auth/signup/confirmation"

    private func account(_ email: String, _ more: JSONValue = [:]) -> JSONValue {
        JSONValue.object(["email": .string(email), "password": .string(Person.password), "name": "Dana"]).merging(more)
    }

    private func request(_ app: TestApp, _ email: String) async throws -> Answer {
        try await app.anyone.post(Self.path, ["email": .string(email)])
    }

    /// Returns the token in a mail that leads to the form.
    private func token(in mail: JSONValue) throws -> JSONValue {
        let text = try #require(mail["text"]?.string)
        let start = "http://status.example/signup#confirmation="
        let link = try #require(text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix(start) })
        return .string(String(link.dropFirst(start.count)))
    }

    @Test func `a person signs up through the link in a mail`() async throws {
        try await withMailingApp { app, server async throws in
            #expect(try await app.anyone.get("/api/v1/setup").json["signup_confirmation"] == true)
            let answer = try await self.request(app, "Dana@Example.com")
            #expect(answer.status == 202 && answer.text == #"{"valid_for_seconds":86400}"#)
            let mail = try await server.received()
            #expect(mail["recipients"] == ["dana@example.com"] && mail["subject"] == "Confirm your e-mail address")
            let confirmation = JSONValue.object(["confirmation": try self.token(in: mail)])
            let verified = try await app.anyone.post("\(Self.path)/verify", confirmation)
            #expect(verified.status == 200 && verified.text == #"{"email":"dana@example.com"}"#)

            let own = self.account("dana@example.com", ["organization_name": "Dana's"]).merging(confirmation)
            #expect(
                try await app.anyone.post("/api/v1/auth/signup", self.account("eve@example.com").merging(confirmation)).status
                    == 422)
            let joined = try await app.anyone.post("/api/v1/auth/signup", own)
            #expect(joined.status == 201)
            #expect(try joined.json["organization"]?["name"] == "Dana's")
            let again = try await app.anyone.post("/api/v1/auth/signup", own)
            #expect(again.status == 422)
            #expect(try again.json["errors"]?.array?.first?["field"] == "confirmation")
            #expect(try await app.anyone.post("\(Self.path)/verify", confirmation).status == 422)

            // The address gets alerts without a consent mail.
            let channel = try await app.anyone.with(.cookie, joined.session).with(.origin, app.url)
                .post("/api/v1/channels", ["type": "email", "config": ["to": ["dana@example.com"]]])
            #expect(try channel.json["recipients"]?.array?.map { $0["state"] } == ["member"])
        }
    }

    @Test func `only the mail reveals that an address has an account`() async throws {
        try await withMailingApp { app, server async throws in
            let answers = [try await self.request(app, "alice@example.com"), try await self.request(app, "new@example.com")]
            #expect(Set(answers.map(\.status)) == [202] && Set(answers.map(\.text)).count == 1)
            let mails = [try await server.received(), try await server.received()]
            let bySubject = Dictionary(uniqueKeysWithValues: mails.map { ($0["subject"]?.string ?? "", $0["recipients"]) })
            #expect(
                bySubject == [
                    "You already have an account": ["alice@example.com"], "Confirm your e-mail address": ["new@example.com"],
                ])
            let known = mails.first { $0["recipients"] == ["alice@example.com"] }
            #expect(known?["text"]?.string?.contains("confirmation=") == false)

            let refusals = [
                try await app.anyone.post("/api/v1/auth/signup", self.account("alice@example.com")),
                try await app.anyone.post("/api/v1/auth/signup", self.account("other@example.com")),
            ]
            #expect(Set(refusals.map(\.status)) == [403] && Set(refusals.map(\.text)).count == 1)
            #expect(try refusals[0].json["errors"]?.array?.first?["field"] == "confirmation")
        }
    }

    @Test func `an address gets one mail in ten minutes, and the latest link works`() async throws {
        try await withMailingApp { app, server async throws in
            for _ in 0..<3 { #expect(try await self.request(app, "dana@example.com").status == 202) }
            let first = try self.token(in: try await server.received())
            app.clock.advance(by: .minutes(10))
            #expect(try await self.request(app, "dana@example.com").status == 202)
            // The second mail belongs to the fourth request: no other mail was sent.
            let second = try self.token(in: try await server.received())
            #expect(try await app.anyone.post("\(Self.path)/verify", ["confirmation": first]).status == 422)
            #expect(try await app.anyone.post("\(Self.path)/verify", ["confirmation": second]).status == 200)
        }
    }

    @Test func `a network may request ten mails in a row`() async throws {
        try await withTestApp(installation: Installation(signups: .open, emailConfigured: true)) { app async throws in
            var statuses: [Int] = []
            for number in 0..<11 { statuses.append(try await self.request(app, "p\(number)@example.com").status) }
            #expect(statuses == Array(repeating: 202, count: 10) + [429])
            app.clock.advance(by: .minutes(3))
            #expect(try await self.request(app, "p0@example.com").status == 202)
        }
    }

    @Test(arguments: [
        (Installation(signups: .first, emailConfigured: true), 403), (Installation(signups: .closed, emailConfigured: true), 403),
        (Installation(signups: .open), 409),
    ])
    func `without address confirmation the request says so`(_ installation: Installation, _ status: Int) async throws {
        try await withTestApp(installation: installation) { app async throws in
            #expect(try await app.anyone.get("/api/v1/setup").json["signup_confirmation"] == false)
            #expect(try await self.request(app, "dana@example.com").status == status)
            #expect(try await app.anyone.post("\(Self.path)/verify", ["confirmation": "x"]).status == status)
        }
    }

    @Test func `the first owner and invited persons need no link`() async throws {
        let installation = Installation(signups: .open, emailConfigured: true)
        try await withTestApp(hasCast: false, installation: installation) { app async throws in
            #expect(try await app.anyone.get("/api/v1/setup").json["signup_confirmation"] == false)
            #expect(try await app.anyone.post("/api/v1/auth/signup", self.account("first@example.com")).status == 201)
            #expect(try await app.anyone.get("/api/v1/setup").json["signup_confirmation"] == true)
            #expect(try await app.anyone.post("/api/v1/auth/signup", self.account("second@example.com")).status == 403)
        }
        try await withTestApp(installation: installation) { app async throws in
            let invitation = try await app.as(.alice).post(
                "/api/v1/invitations", ["email": "dana@example.com", "role": "viewer"]
            ).json
            let token = try #require(invitation["url"]?.string?.split(separator: "/").last)
            let joined = try await app.anyone.post(
                "/api/v1/auth/signup", self.account("dana@example.com", ["invitation": .string(String(token))]))
            #expect(joined.status == 201)
        }
    }

    @Test(
        arguments: [
            (["email": "nobody"], 422), ([:], 400), (["email": "dana@example.com", "name": "Dana"], 400),
            (["email": .string(String(repeating: "x", count: 70_000))], 413),
        ] as [(JSONValue, Int)])
    func `an invalid request is refused`(_ body: JSONValue, _ status: Int) async throws {
        try await withTestApp(installation: Installation(signups: .open, emailConfigured: true)) { app async throws in
            #expect(try await app.anyone.post(Self.path, body).status == status)
        }
    }

    @Test func `an invited member must consent before alerts go to the address`() async throws {
        try await withMailingApp { app, server async throws in
            let invitation = try await app.as(.alice).post(
                "/api/v1/invitations", ["email": "victim@foreign.example", "role": "viewer"])
            let token = try #require(try invitation.json["url"]?.string?.split(separator: "/").last)
            let joined = try await app.anyone.post(
                "/api/v1/auth/signup", self.account("victim@foreign.example", ["invitation": .string(String(token))]))
            #expect(joined.status == 201)
            let channel = try await app.as(.alice).post(
                "/api/v1/channels", ["type": "email", "config": ["to": ["victim@foreign.example", "bob@example.com"]]])
            #expect(try channel.json["recipients"]?.array?.map { $0["state"] } == ["member", "pending"])
            let id = try #require(try channel.json["id"]?.int)
            #expect(try await server.received()["subject"] == "Do you want to receive alerts from Acme?")
            #expect(try await app.as(.alice).post("/api/v1/channels/\(id)/test").json["sent"] == true)
            #expect(try await server.received()["recipients"] == ["bob@example.com"])
        }
    }
}
