import HTTPTypes
import HawkCore
import HawkEngine
import HawkTestSupport
import Testing

/// A new password by mail, over a real mail server, through the links in its mails.
@Suite(.timeLimit(.minutes(1))) struct PasswordResetTests {
    private static let path = "/api/v1/auth/password-reset"
    private static let newPassword = "a lighthouse on the other shore"

    private func request(_ app: TestApp, _ email: String) async throws -> Answer {
        try await app.anyone.post(Self.path, ["email": .string(email)])
    }

    private func logIn(_ app: TestApp, _ email: String, _ password: String) async throws -> Answer {
        try await app.anyone.post("/api/v1/auth/login", ["email": .string(email), "password": .string(password)])
    }

    /// Returns the token in a mail that leads to the form.
    private func token(in mail: JSONValue) throws -> JSONValue {
        #expect(mail["subject"] == "Reset your password")
        let text = try #require(mail["text"]?.string)
        let start = "http://status.example/reset-password#reset="
        let link = try #require(text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix(start) })
        return .string(String(link.dropFirst(start.count)))
    }

    @Test(arguments: [Installation.Signups.first, .closed, .open])
    func `the link in a mail sets a new password once and ends all sessions`(_ signups: Installation.Signups) async throws {
        try await withMailingApp(signups: signups) { app, server async throws in
            let answer = try await self.request(app, "Alice@Example.com")
            #expect(answer.status == 202 && answer.text == #"{"valid_for_seconds":3600}"#)
            let mail = try await server.received()
            #expect(mail["recipients"] == ["alice@example.com"])
            let reset = try self.token(in: mail)
            let verified = try await app.anyone.post("\(Self.path)/verify", ["reset": reset])
            #expect(verified.status == 200 && verified.text == #"{"email":"alice@example.com"}"#)
            #expect(try await app.as(.alice).get("/api/v1/auth/me").status == 200)

            // A password that is refused leaves the link valid.
            let guessable = try await app.anyone.post("\(Self.path)/confirm", ["reset": reset, "password": "alice12345"])
            #expect(guessable.status == 422)
            #expect(try guessable.json["errors"]?.array?.map { $0["field"] } == ["password"])

            let change: JSONValue = ["reset": reset, "password": .string(Self.newPassword)]
            #expect(try await app.anyone.post("\(Self.path)/confirm", change).status == 204)
            #expect(try await app.as(.alice).get("/api/v1/auth/me").status == 401)
            #expect(try await app.as(.bob).get("/api/v1/auth/me").status == 200)
            #expect(try await self.logIn(app, "alice@example.com", Person.password).status == 401)
            let again = try await app.anyone.post("\(Self.path)/confirm", change)
            #expect(again.status == 422)
            #expect(try again.json["errors"]?.array?.map { $0["field"] } == ["reset"])
            #expect(try await app.anyone.post("\(Self.path)/verify", ["reset": reset]).status == 422)

            let entered = try await self.logIn(app, "alice@example.com", Self.newPassword)
            let audit = try await app.anyone.with(.cookie, entered.session).get("/api/v1/audit").json.items
            let entry = try #require(audit.first { $0["action"] == "user.reset_password" })
            #expect(entry["details"]?["by"] == "mail" && entry["details"]?["ended_sessions"] == 1)
        }
    }

    @Test func `no response reveals an account, and an address without one gets no mail`() async throws {
        try await withMailingApp { app, server async throws in
            let answers = [try await self.request(app, "stranger@example.com"), try await self.request(app, "alice@example.com")]
            #expect(Set(answers.map(\.status)) == [202] && Set(answers.map(\.text)).count == 1)
            // Mails are sent in the order of their requests.
            #expect(try await server.received()["recipients"] == ["alice@example.com"])
            let unknown = try await app.anyone.post("\(Self.path)/verify", ["reset": "guessed"])
            #expect(unknown.status == 422)
        }
    }

    @Test func `an address gets one mail in ten minutes, and the latest link works for an hour`() async throws {
        try await withMailingApp { app, server async throws in
            for _ in 0..<3 { #expect(try await self.request(app, "alice@example.com").status == 202) }
            let first = try self.token(in: try await server.received())
            app.clock.advance(by: .minutes(10))
            #expect(try await self.request(app, "alice@example.com").status == 202)
            let second = try self.token(in: try await server.received())
            #expect(try await app.anyone.post("\(Self.path)/verify", ["reset": first]).status == 422)
            #expect(try await app.anyone.post("\(Self.path)/verify", ["reset": second]).status == 200)
            app.clock.advance(by: .hours(1))
            let late: JSONValue = ["reset": second, "password": .string(Self.newPassword)]
            #expect(try await app.anyone.post("\(Self.path)/confirm", late).status == 422)
            #expect(try await self.logIn(app, "alice@example.com", Person.password).status == 200)
        }
    }

    @Test func `a link for one purpose does not work for the other`() async throws {
        try await withMailingApp { app, server async throws in
            #expect(try await self.request(app, "alice@example.com").status == 202)
            let reset = try self.token(in: try await server.received())
            let other = try await app.anyone.post("/api/v1/auth/signup/confirmation/verify", ["confirmation": reset])
            #expect(other.status == 422)
        }
    }

    @Test func `a network may request ten mails in a row`() async throws {
        try await withTestApp(installation: Installation(signups: .closed, emailConfigured: true)) { app async throws in
            var statuses: [Int] = []
            for number in 0..<11 { statuses.append(try await self.request(app, "p\(number)@example.com").status) }
            #expect(statuses == Array(repeating: 202, count: 10) + [429])
            app.clock.advance(by: .minutes(3))
            #expect(try await self.request(app, "p0@example.com").status == 202)
        }
    }

    @Test func `without a mail server the response says how to reset a password`() async throws {
        try await withTestApp { app async throws in
            let answer = try await self.request(app, "alice@example.com")
            #expect(answer.status == 409 && answer.text.contains("statushawk admin reset-password"))
            #expect(try await app.anyone.post("\(Self.path)/verify", ["reset": "x"]).status == 409)
            #expect(try await app.anyone.post("\(Self.path)/confirm", ["reset": "x", "password": "y"]).status == 409)
        }
    }

    @Test(
        arguments: [
            (["email": "nobody"], 422), ([:], 400), (["email": "dana@example.com", "name": "Dana"], 400),
            (["email": .string(String(repeating: "x", count: 70_000))], 413),
        ] as [(JSONValue, Int)])
    func `an invalid request is refused`(_ body: JSONValue, _ status: Int) async throws {
        try await withTestApp(installation: Installation(emailConfigured: true)) { app async throws in
            #expect(try await app.anyone.post(Self.path, body).status == status)
        }
    }
}
