import HawkChannels
import HawkCore
import HawkNet
import HawkStore
import HawkTestSupport
import Logging
import Synchronization
import Testing

@testable import HawkEngine

/// How a notifier sends mail through the operator's server if sign-ups are open.
@Suite struct ConsentedMailTests {
    /// Mail that is not sent: it answers each recipient as the test requires.
    private final class ScriptedMail: AlertChannel {
        struct Settings: ChannelSettings {
            var to: [String] = []

            static let settings = SettingList<Settings> { Setting("to", "To", \.to, required: true) }
        }

        static let type = ChannelType(rawValue: "scripted-mail")
        static let label = "Scripted mail"
        static let recipientField: String? = "to"

        static func operatorMail(_ config: Settings) -> [(address: String, config: Settings)] {
            config.to.map { ($0, Settings(to: [$0])) }
        }

        private let failures = Mutex<[String: DeliveryError]>([:])
        private let received = Mutex<[String]>([])

        var sent: [String] { self.received.withLock { $0 } }

        func fail(_ address: String, _ error: DeliveryError?) { self.failures.withLock { $0[address] = error } }

        func send(
            _ message: AlertMessage, with config: Settings, in environment: ChannelEnvironment
        ) async throws(DeliveryError) -> String? {
            let address = config.to.joined(separator: ",")
            if let error = self.failures.withLock({ $0[address] }) { throw error }
            precondition(environment.unsubscribeURL != nil, "each mail has a link to unsubscribe")
            self.received.withLock { $0.append(address) }
            return nil
        }
    }

    private struct Scene {
        let fixture: EngineFixture
        let mail: ScriptedMail
        let sender: ChannelSender

        func send(_ to: [String], key: String = "k") async throws(DeliveryError) -> SendReceipt {
            let message = AlertMessage(
                deliveryKey: key, kind: .test, occurredAt: .epoch, url: "http://hawk.test",
                organization: .init(id: self.fixture.organization, name: "Test"), monitor: nil, incident: nil)
            let config: JSONValue = ["to": .array(to.map { .string($0) })]
            return try await self.sender.send(message, type: ScriptedMail.type, config: config, sealed: nil)
        }

        /// Records a person's consent, whether we requested it or not.
        func agree(_ address: String) async throws {
            try await self.fixture.engine.database.write { [organization = fixture.organization] db in
                let recipients = MailRecipientRepository()
                try recipients.insert(address, of: organization, in: db)
                for found in try recipients.list([address], of: organization, in: db) { try recipients.confirm(found.id, in: db) }
            }
        }
    }

    private func run(
        _ backend: TestDatabase = .sqlite, signups: Installation.Signups = .open, _ test: (Scene) async throws -> Void
    ) async throws {
        let mail = ScriptedMail()
        let types = ChannelRegistry([AnyChannelType(mail, in: .init(hasMailServer: true))])
        try await EngineFixture.with(backend, channels: types, signups: signups) { fixture in
            let environment = ChannelEnvironment(
                transport: CurlTransport(), policy: try TargetPolicy(allowPrivate: true), defaultSMTP: nil, smtpFrom: nil,
                publicURL: "http://hawk.test", version: "0", clock: fixture.clock, logger: fixture.engine.logger)
            try await test(
                Scene(fixture: fixture, mail: mail, sender: ChannelSender(fixture.engine, environment: environment)))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `recipients without consent are left out, mailed a request, and named`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { scene in
            try await scene.agree("bob@x.example")
            let receipt = try await scene.send(["bob@x.example", "eve@x.example"])
            #expect(receipt == SendReceipt(detail: "eve@x.example has not confirmed yet; the others received it"))
            #expect(scene.mail.sent == ["bob@x.example"])
            let due = try await scene.fixture.engine.database.read { db in try MailRecipientRepository().due(limit: 9, in: db) }
            #expect(due.map(\.address) == ["eve@x.example"])
            await #expect(throws: DeliveryError("eve@x.example has not confirmed yet", retry: .never)) {
                try await scene.send(["eve@x.example"])
            }
        }
    }

    @Test func `every recipient that missed an alert is named`() async throws {
        try await self.run { scene in
            for name in ["a", "b", "c"] { try await scene.agree("\(name)@x.example") }
            let all = ["a@x.example", "b@x.example", "c@x.example", "eve@x.example"]
            let absent = "eve@x.example has not confirmed yet"
            func missed(_ name: String, _ message: String, _ retry: DeliveryError.Retry) -> DeliveryError.Missed {
                DeliveryError.Missed("\(name)@x.example", message, retry: retry)
            }
            // The server itself failed: the other recipients are not tried.
            scene.mail.fail("b@x.example", DeliveryError("away", retry: .later))
            let away = try await scene.send(all)
            #expect(away.missed == [missed("b", "away", .later), missed("c", "away", .later)])
            #expect(away.detail == "away; \(absent) (1 of 4 recipients received it)")
            #expect(scene.mail.sent == ["a@x.example"])
            // One recipient failed.
            let full = missed("b", "full", .later)
            scene.mail.fail("b@x.example", DeliveryError("full", retry: .later, missed: [full]))
            let receipt = try await scene.send(all)
            #expect(receipt.missed == [full] && receipt.detail == "full; \(absent) (2 of 4 recipients received it)")
            scene.mail.fail("b@x.example", DeliveryError("no such user", retry: .never))
            let refused = try await scene.send(all)
            #expect(refused.missed == [missed("b", "no such user", .never)])
            // No recipient succeeded: the delivery is retried for all.
            scene.mail.fail("a@x.example", DeliveryError("away", retry: .later))
            await #expect(
                throws: DeliveryError(
                    "away", retry: .later, missed: [missed("a", "away", .later), missed("c", "away", .later)])
            ) { try await scene.send(["a@x.example", "c@x.example"]) }
            // The same if others have not consented and are left out anyway.
            await #expect(throws: DeliveryError.self) { try await scene.send(all.filter { $0 != "b@x.example" }) }
        }
    }

    @Test func `beyond its rate an alert waits, and none of its mails is sent`() async throws {
        try await self.run { scene in
            for name in ["a", "b"] { try await scene.agree("\(name)@x.example") }
            for number in 0..<50 { _ = try await scene.send(["a@x.example"], key: "k\(number)") }
            await #expect(
                throws: DeliveryError("too many mails to a@x.example: wait before the next", retry: .after(.seconds(30)))
            ) {
                try await scene.send(["b@x.example", "a@x.example"], key: "last")
            }
            #expect(scene.mail.sent.count == 50)
            scene.fixture.clock.advance(by: .seconds(30))
            #expect(try await scene.send(["b@x.example", "a@x.example"], key: "last") == SendReceipt())
            // Of the organization: 200 at once.
            for number in 0..<20 { try await scene.agree("p\(number)@x.example") }
            let many = (0..<20).map { "p\($0)@x.example" }
            for number in 0..<7 { _ = try await scene.send(many, key: "m\(number)") }
            await #expect(throws: DeliveryError.self) { try await scene.send(many, key: "m7") }
            #expect(scene.mail.sent.count == 52 + 140)
        }
    }

    @Test func `without open sign-ups no recipient has to confirm`() async throws {
        try await self.run(signups: .first) { scene in
            #expect(scene.fixture.engine.requiresRecipientConsent == false)
            let rows = try await scene.fixture.engine.database.read { db in
                try MailRecipientRepository().list(["bob@x.example"], of: scene.fixture.organization, in: db)
            }
            #expect(rows.isEmpty)
        }
    }

    @Test func `only this installation can create its links to unsubscribe`() async throws {
        let ours = UnsubscribeToken(SecretBox(secretKey: Secret(String(repeating: "k", count: 32))))
        let others = UnsubscribeToken(SecretBox(secretKey: Secret(String(repeating: "x", count: 32))))
        let token = ours.token(for: ID(42))
        #expect(ours.recipient(of: token) == ID(42))
        #expect(ours.token(for: ID(42)) == token)
        #expect(others.recipient(of: token) == nil)
        #expect(ours.recipient(of: "43" + token.dropFirst(2)) == nil)
        for bad in ["", ".", "42", "42.", "x.AAAA", String(token.dropLast())] { #expect(ours.recipient(of: bad) == nil) }
    }
}
