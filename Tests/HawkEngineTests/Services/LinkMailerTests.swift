import HawkChannels
import HawkCore
import HawkNet
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite struct LinkMailerTests {
    @Test(arguments: TestDatabase.all)
    func `a mail that the server refused is retried for as long as its link is valid`(
        _ backend: TestDatabase
    ) async throws {
        try await EngineFixture.with(backend, signups: .open, sendsMail: true) { fixture in
            let environment = ChannelEnvironment(
                transport: CurlTransport(), policy: try TargetPolicy(allowPrivate: true),
                // No server listens there.
                defaultSMTP: try SMTPURL("smtp://127.0.0.1:1"), smtpFrom: nil, publicURL: "http://hawk.test", version: "0",
                clock: fixture.clock, logger: fixture.engine.logger)
            func due() async throws -> Int {
                try await fixture.engine.database.read { db in try MailedLinkRepository().due(limit: 9, in: db).count }
            }
            try await fixture.engine.database.write { db in
                try MailedLinkRepository().plan(.signUp, to: "dana@example.com", in: db)
            }
            let mailer = LinkMailer(queue: AccountMailQueue(fixture.engine), environment: environment)
            #expect(try await due() == 1)
            try await mailer.sendDue()
            #expect(try await due() == 0)
            fixture.clock.advance(by: .seconds(80))
            #expect(try await due() == 1)
            try await mailer.sendDue()
            fixture.clock.advance(by: .hours(24))
            #expect(try await due() == 0)
        }
    }
}
