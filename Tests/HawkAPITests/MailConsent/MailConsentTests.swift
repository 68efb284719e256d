import HTTPTypes
import HawkCore
import HawkEngine
import HawkTestSupport
import NIOCore
import Testing

/// Mail through the operator's server while sign-ups are open, over a real mail server, through the links in its mails.
@Suite(.timeLimit(.minutes(1))) struct MailConsentTests {
    private func run(
        signups: Installation.Signups = .open, _ test: @escaping @Sendable (TestApp, PythonServer) async throws -> Void
    ) async throws {
        try await withMailingApp(signups: signups, test)
    }

    private func addChannel(_ app: TestApp, to addresses: [String]) async throws -> JSONValue {
        let config: JSONValue = ["to": .array(addresses.map { .string($0) })]
        let answer = try await app.as(.alice).post("/api/v1/channels", ["type": "email", "config": config])
        #expect(answer.status == 201)
        return try answer.json
    }

    private func states(_ channel: JSONValue) -> [String?]? {
        channel["recipients"]?.array?.map { $0["state"]?.string }
    }

    /// Returns the path of the first link with this start in a mail.
    private func path(_ start: String, in mail: JSONValue) throws -> String {
        let text = try #require(mail["text"]?.string)
        let found = try #require(text.split(whereSeparator: \.isWhitespace).first { $0.contains(start) })
        #expect(found.hasPrefix("http://status.example/"))
        return String(found.dropFirst("http://status.example".count))
    }

    private func test(_ app: TestApp, _ id: Int64) async throws -> JSONValue {
        try await app.as(.alice).post("/api/v1/channels/\(id)/test").json
    }

    @Test func `a non-member gets alerts after confirming, and none after unsubscribing`() async throws {
        try await self.run { app, server in
            let channel = try await self.addChannel(app, to: ["alice@example.com", "Stranger@Foreign.example"])
            #expect(self.states(channel) == ["member", "pending"])
            #expect(channel["recipients"]?.array?[1]["address"] == "stranger@foreign.example")
            let id = try #require(channel["id"]?.int)

            // One mail asks for consent, and names the organization.
            let request = try await server.received()
            #expect(request["recipients"] == ["stranger@foreign.example"])
            #expect(request["subject"] == "Do you want to receive alerts from Acme?")
            #expect(request["defects"] == [])
            let link = try self.path("/mail/confirm/", in: request)

            // Before consent, only the member gets mail, in a message of its own.
            #expect(try await self.test(app, id)["sent"] == true)
            let first = try await server.received()
            #expect(first["recipients"] == ["alice@example.com"] && first["headers"]?["To"] == "alice@example.com")

            // Opening the page is not consent.
            let page = try await app.anyone.get(link)
            #expect(
                page.status == 200 && page.text.contains("stranger@foreign.example")
                    && page.text.contains("<form method=\"post\">"))
            #expect(page.headers[.contentSecurityPolicy]?.contains("form-action 'self'") == true)
            #expect(self.states(try await app.as(.bob).get("/api/v1/channels/\(id)").json) == ["member", "pending"])
            let agreed = try await app.anyone.post(link)
            #expect(agreed.status == 200 && agreed.text.contains("You will receive alerts"))
            #expect(self.states(try await app.as(.bob).get("/api/v1/channels/\(id)").json) == ["member", "confirmed"])

            #expect(try await self.test(app, id)["sent"] == true)
            let mails = [try await server.received(), try await server.received()]
            #expect(mails.map { $0["recipients"] } == [["alice@example.com"], ["Stranger@Foreign.example"]])
            let alert = mails[1]
            #expect(alert["headers"]?["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
            let unsubscribe = try self.path("/mail/unsubscribe/", in: alert)
            #expect(alert["headers"]?["List-Unsubscribe"] == .string("<http://status.example\(unsubscribe)>"))
            #expect(alert["html"]?.string?.contains(unsubscribe) == true)
            #expect(mails[0]["headers"]?["List-Unsubscribe"] != alert["headers"]?["List-Unsubscribe"])

            // As a mail client does it.
            #expect(try await app.anyone.get(unsubscribe).text.contains("Unsubscribe stranger@foreign.example"))
            let done = try await app.anyone.with(.contentType, "application/x-www-form-urlencoded")
                .send(.post, unsubscribe, body: .init(string: "List-Unsubscribe=One-Click"))
            #expect(done.status == 200 && done.text.contains("You are unsubscribed"))
            #expect(self.states(try await app.as(.bob).get("/api/v1/channels/\(id)").json) == ["member", "unsubscribed"])
            #expect(try await self.test(app, id)["sent"] == true)
            #expect(try await server.received()["recipients"] == ["alice@example.com"])

            // The recipient can undo it.
            let undo = unsubscribe.replacing("/unsubscribe/", with: "/resubscribe/")
            #expect(try await app.anyone.post(undo).text.contains("You will receive alerts"))
            #expect(self.states(try await app.as(.bob).get("/api/v1/channels/\(id)").json) == ["member", "confirmed"])
            let audited = try await app.as(.alice).get("/api/v1/audit").json.items.compactMap { $0["action"]?.string }
            #expect(
                audited.filter { $0.hasPrefix("recipient.") } == [
                    "recipient.confirm", "recipient.unsubscribe", "recipient.confirm",
                ])
        }
    }

    @Test func `an alert without any allowed recipient is not sent, and the error says so`() async throws {
        try await self.run { app, server in
            let channel = try await self.addChannel(app, to: ["one@foreign.example", "two@foreign.example"])
            let outcome = try await self.test(app, try #require(channel["id"]?.int))
            #expect(outcome["sent"] == false)
            #expect(outcome["error"] == "one@foreign.example has not confirmed yet; two@foreign.example has not confirmed yet")
            let requests = [try await server.received(), try await server.received()]
            #expect(requests.allSatisfy { $0["subject"] == "Do you want to receive alerts from Acme?" })
            // A recipient who does not want further requests can say so in that mail.
            let never = try self.path("/mail/unsubscribe/", in: requests[0])
            #expect(try await app.anyone.post(never).status == 200)
            let again = try await self.test(app, try #require(channel["id"]?.int))
            #expect(again["error"]?.string?.contains("unsubscribed") == true)
        }
    }

    @Test func `an external address gets one request for consent, regardless of what is saved and by whom`() async throws {
        try await self.run { app, server in
            let channel = try await self.addChannel(app, to: ["victim@foreign.example"])
            let id = try #require(channel["id"]?.int)
            #expect(try await server.received()["recipients"] == ["victim@foreign.example"])
            for _ in 0..<3 {
                _ = try await app.as(.alice).patch("/api/v1/channels/\(id)", ["name": "Again"])
                _ = try await self.addChannel(app, to: ["victim@foreign.example"])
            }
            let config: JSONValue = ["to": ["victim@foreign.example"]]
            _ = try await app.as(.charlie).post("/api/v1/channels", ["type": "email", "config": config])
            // The next mail is the one requested afterwards: no other was sent.
            _ = try await self.addChannel(app, to: ["last@foreign.example"])
            #expect(try await server.received()["recipients"] == ["last@foreign.example"])
            app.clock.advance(by: .hours(24))
            let charlies = try await server.received()
            #expect(charlies["recipients"] == ["victim@foreign.example"])
            #expect(charlies["subject"] == "Do you want to receive alerts from Charlie's?")
        }
    }

    @Test func `an organization asks twenty people a day`() async throws {
        try await self.run { app, server in
            let addresses = (10..<30).map { "p\($0)@foreign.example" }
            _ = try await self.addChannel(app, to: addresses)
            _ = try await self.addChannel(app, to: ["late@foreign.example"])
            var requests: Set<String> = []
            for _ in 0..<20 { requests.insert(try await server.received()["recipients"]?.array?.first?.string ?? "") }
            #expect(requests == Set(addresses))
            let config: JSONValue = ["to": ["other@foreign.example"]]
            _ = try await app.as(.charlie).post("/api/v1/channels", ["type": "email", "config": config])
            #expect(try await server.received()["recipients"] == ["other@foreign.example"])
            app.clock.advance(by: .hours(24))
            #expect(try await server.received()["recipients"] == ["late@foreign.example"])
        }
    }

    @Test(arguments: [Installation.Signups.first, .closed])
    func `without open sign-ups no one has to confirm, and one mail goes to all`(_ signups: Installation.Signups) async throws {
        try await self.run(signups: signups) { app, server in
            let channel = try await self.addChannel(app, to: ["alice@example.com", "stranger@foreign.example"])
            #expect(channel["recipients"] == .null)
            #expect(try await self.test(app, try #require(channel["id"]?.int))["sent"] == true)
            let mail = try await server.received()
            #expect(mail["recipients"] == ["alice@example.com", "stranger@foreign.example"])
            #expect(mail["headers"]?["List-Unsubscribe"] == nil)
        }
    }

    @Test func `a channel with its own mail server needs no consent`() async throws {
        try await self.run { app, server in
            let config: JSONValue = [
                "to": ["stranger@foreign.example"], "smtp_url": .string("smtp://127.0.0.1:\(server.port)"),
            ]
            let channel = try await app.as(.alice).post("/api/v1/channels", ["type": "email", "config": config]).json
            #expect(channel["recipients"] == .null)
            #expect(try await self.test(app, try #require(channel["id"]?.int))["sent"] == true)
            #expect(try await server.received()["recipients"] == ["stranger@foreign.example"])
        }
    }

    @Test(arguments: [
        "/mail/confirm/x", "/mail/unsubscribe/1.AAAA", "/mail/unsubscribe/x",
        "/mail/confirm/\(String(repeating: "a", count: 300))",
    ])
    func `an invalid link leads to a page that says so`(_ path: String) async throws {
        try await withTestApp { app in
            for answer in [try await app.anyone.get(path), try await app.anyone.post(path)] {
                #expect(answer.status == 404 && answer.text.contains("This link is not valid"))
                #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            }
        }
    }
}
