import HawkBroker
import HawkChannels
import HawkCore
import HawkNet
import HawkStore
import HawkTestSupport
import Logging
import ServiceLifecycle
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct NotifierTests {
    /// Runs a notifier, after an outage of a monitor is recorded.
    private func withNotifier(
        _ backend: TestDatabase, channel: ScriptedChannel, isDefault: Bool = true,
        _ test: (EngineFixture, Monitor, ID<Channel>, AsyncStream<LiveEvent>) async throws -> Void
    ) async throws {
        try await EngineFixture.with(
            backend, channels: ChannelRegistry([AnyChannelType(channel, in: .init(hasMailServer: false))])
        ) { fixture in
            let id = try await fixture.channel(ScriptedChannel.type, config: ["name": "x"], isDefault: isDefault)
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 1, .down))
            let environment = ChannelEnvironment(
                transport: CurlTransport(), policy: try TargetPolicy(allowPrivate: true), defaultSMTP: nil, smtpFrom: nil,
                publicURL: "http://hawk.test",
                version: "0", clock: fixture.clock, logger: fixture.engine.logger)
            let events = fixture.broker.events()
            let group = ServiceGroup(
                configuration: .init(
                    services: [.init(service: NotifierService(fixture.engine, environment: environment, holder: "test"))],
                    logger: fixture.engine.logger))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                try await test(fixture, monitor, id, events)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    /// Returns the statuses of the next finished deliveries, from the notifier's live events.
    private func outcomes(_ count: Int, of events: AsyncStream<LiveEvent>) async -> [DeliveryStatus] {
        var outcomes: [DeliveryStatus] = []
        for await event in events {
            guard case .delivery(_, _, let status) = event.kind else { continue }
            outcomes.append(status)
            if outcomes.count == count { break }
        }
        return outcomes
    }

    @Test(arguments: TestDatabase.all)
    func `opening and resolving each alert once, with one key each`(_ backend: TestDatabase) async throws {
        let channel = ScriptedChannel()
        try await withNotifier(backend, channel: channel) { fixture, monitor, _, events in
            try await fixture.record(fixture.result(monitor, minute: 2, .up))
            await fixture.broker.wake(.alertsPending)
            #expect(await outcomes(2, of: events) == [.sent, .sent])
            #expect(channel.messages.map(\.kind) == [.incidentOpened, .incidentResolved])
            #expect(Set(channel.messages.map(\.deliveryKey)).count == 2)
            let (opened, resolved) = (channel.messages[0], channel.messages[1])
            #expect(opened.monitor?.status == .down && opened.incident?.resolvedAt == nil)
            #expect(
                resolved.monitor?.status == .up
                    && resolved.incident?.resolvedAt == monitor.createdAt + .minutes(2) + .milliseconds(2))
            #expect(opened.thread == nil && resolved.thread == "message \(opened.deliveryKey)")
            #expect(opened.incident?.message == "connection refused")
            let incident = try #require(opened.incident)
            #expect(opened.url == "http://127.0.0.1:8080/incidents/\(incident.id)")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a temporary failure is retried with the same key, and order is kept`(_ backend: TestDatabase)
        async throws
    {
        let channel = ScriptedChannel([DeliveryError("the server is busy", retry: .later)])
        try await withNotifier(backend, channel: channel) { fixture, monitor, id, events in
            try await eventually("the first message is sent") { !channel.messages.isEmpty }
            try await fixture.record(fixture.result(monitor, minute: 2, .up))
            #expect(try await awaitValue("the channel's error") { try await fixture.channelError(id) } == "the server is busy")
            fixture.clock.advance(by: .seconds(30))
            #expect(await outcomes(2, of: events) == [.sent, .sent])
            #expect(channel.messages.map(\.kind) == [.incidentOpened, .incidentOpened, .incidentResolved])
            #expect(channel.messages[0].deliveryKey == channel.messages[1].deliveryKey)
            #expect(try await fixture.channelError(id) == nil)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a refusal is final, and its message is kept for the owner`(_ backend: TestDatabase) async throws {
        let channel = ScriptedChannel([DeliveryError("no such recipient", retry: .never)])
        try await withNotifier(backend, channel: channel) { fixture, _, id, events in
            #expect(await outcomes(1, of: events) == [.failed])
            let lastError = try await fixture.channelError(id)
            #expect(lastError == "no such recipient")
            #expect(channel.messages.count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a certificate warning is short in the alert and complete in the incident`(_ backend: TestDatabase) async throws {
        let channel = ScriptedChannel()
        try await withNotifier(backend, channel: channel) { fixture, _, _, events in
            let other = try await fixture.monitor()
            let old = fixture.chain(until: .days(14))
            try await fixture.record(fixture.result(other, after: .zero, showing: old))
            await fixture.broker.wake(.alertsPending)
            #expect(await outcomes(2, of: events) == [.sent, .sent])
            let message = try #require(channel.messages.first { $0.incident?.cause == .certificate })
            let end = try #require(old).leaf.notAfter.words
            #expect(message.kind == .incidentOpened && message.message == "certificate expires in 14 days")
            #expect(
                message.incident?.message
                    == "the certificate of shop.test expires on \(end); it was issued by CN=Authority")
            #expect(message.monitor?.status == .up && message.incident?.resolvedAt == nil)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a channel that is not a default alerts only for monitors that name it`(_ backend: TestDatabase) async throws {
        let channel = ScriptedChannel()
        try await withNotifier(backend, channel: channel, isDefault: false) { fixture, _, id, events in
            let own = try await fixture.monitor { $0.channels = [id] }
            try await fixture.record(fixture.result(own, minute: 0, .up), fixture.result(own, minute: 1, .down))
            #expect(await outcomes(1, of: events) == [.sent])
            #expect(channel.messages.map(\.monitor?.id) == [own.id])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a test is sent at once and answered with the real outcome`(_ backend: TestDatabase) async throws {
        let channel = ScriptedChannel([nil, nil, DeliveryError("nobody listens", retry: .later)])
        try await withNotifier(backend, channel: channel) { fixture, _, _, events in
            #expect(await outcomes(1, of: events) == [.sent])
            let message = AlertMessage(
                deliveryKey: "k", kind: .test, occurredAt: fixture.clock.now, url: "http://hawk.test",
                organization: .init(id: fixture.organization, name: "Test"), monitor: nil, incident: nil)
            let request = BrokerRequest.send(message, type: ScriptedChannel.type, config: ["name": "x"], sealedConfig: nil)
            let replies = [
                try await fixture.broker.request(request, within: .seconds(30)),
                try await fixture.broker.request(request, within: .seconds(30)),
            ]
            #expect(replies.map(\.text) == ["sent", "nobody listens"])
        }
    }
}

extension BrokerReply {
    fileprivate var text: String {
        switch self {
        case .sent: "sent"
        case .refused(let why), .busy(let why): why
        case .checked: "checked"
        }
    }
}
