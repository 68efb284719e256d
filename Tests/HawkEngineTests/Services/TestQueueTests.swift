import HawkBroker
import HawkChannels
import HawkCore
import HawkNet
import HawkTestSupport
import Logging
import Synchronization
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct TestQueueTests {
    /// A receiver that does not answer: its send ends when it is cancelled.
    private final class SilentChannel: AlertChannel {
        struct Settings: ChannelSettings {
            var name = ""

            static let settings = SettingList<Settings> { Setting("name", "Name", \.name, required: true) }
        }

        static let type = ChannelType(rawValue: "silent")
        static let label = "Silent"

        private let ended = Mutex(false)

        var isOver: Bool { self.ended.withLock { $0 } }

        func send(
            _ message: AlertMessage, with config: Settings, in environment: ChannelEnvironment
        ) async throws(DeliveryError) -> String? {
            try? await Task.sleep(for: .seconds(3_600))  // until it is cancelled
            self.ended.withLock { $0 = true }
            throw DeliveryError("interrupted", retry: .later)
        }
    }

    @Test func `a test of a slow receiver reports that, and not a missing notifier`() async throws {
        let channel = SilentChannel()
        let types = ChannelRegistry([AnyChannelType(channel, in: .init(hasMailServer: false))])
        try await EngineFixture.with(.sqlite, channels: types) { fixture in
            let environment = ChannelEnvironment(
                transport: CurlTransport(), policy: try TargetPolicy(allowPrivate: true), defaultSMTP: nil, smtpFrom: nil,
                publicURL: "http://hawk.test", version: "0", clock: fixture.clock, logger: fixture.engine.logger)
            let queue = TestQueue(ChannelSender(fixture.engine, environment: environment), timeout: .milliseconds(50))
            let message = AlertMessage(
                deliveryKey: "k", kind: .test, occurredAt: .epoch, url: "http://hawk.test",
                organization: .init(id: fixture.organization, name: "Test"), monitor: nil, incident: nil)
            let replies = Mutex<[String]>([])
            await queue.answer(
                PendingRequest(
                    .send(message, type: SilentChannel.type, config: ["name": "x"], sealedConfig: nil),
                    expiresAt: ContinuousClock.now + .seconds(30)
                ) { reply in
                    if case .refused(let why) = reply { replies.withLock { $0.append(why) } }
                })
            #expect(
                replies.withLock { $0 } == [
                    "the receiver did not confirm within under 1 s, but may still receive the message; alerts wait longer"
                ])
            #expect(channel.isOver)
        }
    }

    @Test func `the answer comes before the caller's deadline`() {
        #expect(TestQueue.timeout < ChannelOperations.deadline)
    }
}
