import Foundation
import HawkBroker
import HawkChannels
import HawkCore
import HawkNet
import HawkStore
import HawkTestSupport
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import HawkEngine

/// One recipient of several that cannot get an alert with the others, for example because of a full mailbox or greylisting.
@Suite(.timeLimit(.minutes(2))) struct DeferredRecipientTests {
    /// Runs notifiers on one database.
    private func run(
        _ backend: TestDatabase, _ channels: ChannelRegistry, notifiers: Int = 1,
        _ test: (EngineFixture) async throws -> Void
    ) async throws {
        try await EngineFixture.with(backend, channels: channels) { fixture in
            let environment = ChannelEnvironment(
                transport: CurlTransport(), policy: try TargetPolicy(allowPrivate: true), defaultSMTP: nil, smtpFrom: nil,
                publicURL: "http://hawk.test", version: "0", clock: fixture.clock, logger: fixture.engine.logger)
            let services = (0..<notifiers).map {
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: NotifierService(fixture.engine, environment: environment, holder: "notifier \($0)"))
            }
            let group = ServiceGroup(configuration: .init(services: services, logger: fixture.engine.logger))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                do {
                    try await test(fixture)
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    private func deliveries(_ fixture: EngineFixture) async throws -> [Delivery] {
        try await fixture.engine.database.read { [organization = fixture.organization] db in
            try DeliveryRepository().page(of: organization, limit: 1_000, in: db).reversed()
        }
    }

    /// Counts claims in a write transaction, which SQLite begins only after a commit in progress is visible.
    private func sending(_ fixture: EngineFixture) async throws -> Int {
        let count = try await fixture.engine.database.write { db in
            try db.first("SELECT count(*) FROM deliveries WHERE status = 'pending' AND claimed_until IS NOT NULL") {
                try $0.next(Int.self)
            }
        }
        return count ?? 0
    }

    /// Advances the clock while nothing is being sent, so that no claim expires because the test's clock is fast.
    private func advance(_ fixture: EngineFixture) async throws {
        if try await self.sending(fixture) == 0 { fixture.clock.advance(by: .seconds(10)) }
        await fixture.broker.wake(.alertsPending)
        try await Task.sleep(for: .milliseconds(5))
    }

    private static var smtpServer: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "HawkChannelsTests/EmailChannelTests.swift").path
    }

    @Test(arguments: TestDatabase.all)
    func `the others get each alert once and in time, and the deferred recipient gets all of them later`(_ backend: TestDatabase)
        async throws
    {
        let server = try await PythonServer("smtp_server", ["--defer", "bob@x.example=3"], besides: Self.smtpServer)
        try await self.run(backend, .standard) { fixture in
            let config: JSONValue = [
                "to": ["ann@x.example", "bob@x.example"], "smtp_url": .string("smtp://127.0.0.1:\(server.port)"),
            ]
            _ = try await fixture.channel(.email, config: config, isDefault: true)
            let monitor = try await fixture.monitor()
            @Sendable func mail() async throws -> (String?, String?, JSONValue?) {
                let mail = try await server.received()
                return (mail["recipients"]?.first?.string, mail["subject"]?.string?.first.map { "\($0)" }, mail["headers"])
            }
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 1, .down))
            await fixture.broker.wake(.alertsPending)
            let opened = try await mail()
            #expect(opened.0 == "ann@x.example" && opened.1 == "D")
            // Bob is still deferred, and the outage ends.
            try await fixture.record(fixture.result(monitor, minute: 2, .up))
            await fixture.broker.wake(.alertsPending)
            let resolved = try await mail()
            #expect(resolved.0 == "ann@x.example" && resolved.1 == "U")

            var bob: [(String?, String?, JSONValue?)] = []
            async let first = mail()
            while try await self.deliveries(fixture).contains(where: { $0.status == .pending }) {
                try await self.advance(fixture)
            }
            bob.append(try await first)
            bob.append(try await mail())
            #expect(bob.map(\.0) == ["bob@x.example", "bob@x.example"] && bob.map(\.1) == ["D", "U"])
            let deliveries = try await self.deliveries(fixture)
            #expect(deliveries.map(\.status) == [.sent, .sent, .sent, .sent])
            #expect(deliveries.filter { $0.recipient == nil }.map(\.attempts) == [1, 1])
            #expect(deliveries.filter { $0.recipient == "bob@x.example" }.map(\.kind) == [.incidentOpened, .incidentResolved])
            #expect(deliveries[0].lastError?.hasSuffix("452 4.2.2 mailbox full (1 of 2 recipients received it)") == true)
        }
    }

    /// Mail that rejects recipients at random.
    private final class MoodyMail: AlertChannel {
        struct Settings: ChannelSettings {
            var to: [String] = []

            static let settings = SettingList<Settings> { Setting("to", "To", \.to, required: true) }
        }

        static let type = ChannelType(rawValue: "moody")
        static let label = "Moody mail"
        static let recipientField: String? = "to"

        struct Receipt: Hashable {
            let recipient: String
            let incident: ID<Incident>?
            let kind: AlertKind
        }

        /// The delivery keys of each receipt, which show whether one delivery was sent twice.
        let keys = Mutex<[Receipt: [String]]>([:])

        private let state: Mutex<(random: SeededGenerator, received: [Receipt])>

        init(seed: UInt64) { self.state = Mutex((SeededGenerator(seed: seed), [])) }

        var received: [Receipt] { self.state.withLock { $0.received } }

        func send(
            _ message: AlertMessage, with config: Settings, in environment: ChannelEnvironment
        ) async throws(DeliveryError) -> String? {
            let missed = self.state.withLock { state -> [String] in
                var missed: [String] = []
                for recipient in config.to {
                    if Int.random(in: 0..<5, using: &state.random) < 2 {
                        missed.append(recipient)
                    } else {
                        let receipt = Receipt(recipient: recipient, incident: message.incident?.id, kind: message.kind)
                        state.received.append(receipt)
                        self.keys.withLock { $0[receipt, default: []].append(message.deliveryKey) }
                    }
                }
                return missed
            }
            guard !missed.isEmpty else { return nil }
            throw DeliveryError(
                "full", retry: .later, missed: missed.map { DeliveryError.Missed($0, "full", retry: .later) })
        }
    }

    @Test(arguments: TestDatabase.all, [1, 2, 3] as [UInt64])
    func `each recipient gets each alert once, and the end after the beginning`(_ backend: TestDatabase, _ seed: UInt64)
        async throws
    {
        let mail = MoodyMail(seed: seed)
        let types = ChannelRegistry([AnyChannelType(mail, in: .init(hasMailServer: false))])
        let people = ["a", "b", "c", "d"]
        try await self.run(backend, types, notifiers: 2) { fixture in
            _ = try await fixture.channel(
                MoodyMail.type, config: ["to": .array(people.map { .string($0) })], isDefault: true)
            var monitors: [Monitor] = []
            for _ in 0..<3 { monitors.append(try await fixture.monitor()) }
            // Four outages of each monitor while the notifiers run. Steps of half a minute, so that a claim outlasts the next
            // step.
            for step in Int64(0)..<9 {
                try await eventually("nothing is being sent") { try await self.sending(fixture) == 0 }
                fixture.clock.advance(by: .seconds(30))
                let now = fixture.clock.now
                try await fixture.record(
                    monitors.map { monitor in
                        var result = fixture.result(monitor, minute: 0, step % 2 == 0 ? .up : .down)
                        result.slot = now
                        result.startedAt = now
                        result.finishedAt = now + .milliseconds(10)
                        if result.firstFailedAt != nil { result.firstFailedAt = now }
                        return result
                    })
                await fixture.broker.wake(.alertsPending)
                try await Task.sleep(for: .milliseconds(5))
            }
            let expected = 3 * 4 * 2 * people.count
            while true {
                let isOver = try await self.deliveries(fixture).allSatisfy { $0.status != .pending }
                if isOver, mail.received.count >= expected { break }
                try await self.advance(fixture)
            }
            let received = mail.received
            let repeated = Dictionary(grouping: received, by: \.self).filter { $0.value.count > 1 }.map(\.key)
            let deliveries = try await self.deliveries(fixture)
            let keys = mail.keys.withLock { keys in repeated.map { keys[$0] ?? [] } }
            #expect(repeated.isEmpty && received.count == expected, "\(repeated) \(keys) \(deliveries)")
            for (index, receipt) in received.enumerated() where receipt.kind == .incidentResolved {
                #expect(
                    received[..<index].contains {
                        $0.recipient == receipt.recipient && $0.incident == receipt.incident && $0.kind == .incidentOpened
                    })
            }
        }
    }
}

extension JSONValue {
    fileprivate var first: JSONValue? { if case .array(let elements) = self { elements.first } else { nil } }
}
