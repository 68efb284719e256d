import HawkBroker
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct ChannelOperationsTests {
    private func hook(_ config: JSONValue = ["url": "https://hooks.example/", "secret": "s3cret"]) -> ChannelDraft {
        ChannelDraft(type: .webhook, config: config)
    }

    /// Answers the next request to a notifier.
    private func notifier(_ broker: InProcessBroker, replies reply: BrokerReply) -> Task<BrokerRequest?, Never> {
        let requests = broker.requests(for: .notifier)
        // SAFETY: unstructured because it plays another process; it ends with the one request of its test.
        return Task {
            for await request in requests {
                await request.answer(reply)
                return request.request
            }
            return nil
        }
    }

    @Test func `an admin changes a channel, members read it, and other organizations cannot`() async throws {
        try await OperationsFixture.run { fixture in
            let channel = try await fixture.channels.create(self.hook(), as: fixture.alice)
            #expect(channel.name == "Webhook" && channel.isDefault && channel.enabled)
            #expect(try await fixture.channels.find(channel.id, as: fixture.viewer) == channel)
            #expect(await code { _ = try await fixture.channels.create(self.hook(), as: fixture.bob) } == .forbidden)
            #expect(await code { try await fixture.channels.delete(channel.id, as: fixture.bob) } == .forbidden)
            #expect(await code { _ = try await fixture.channels.test(channel.id, as: fixture.bob) } == .forbidden)
            let charlie = fixture.charlie
            #expect(await code { _ = try await fixture.channels.find(channel.id, as: charlie) } == .notFound)
            #expect(
                await code { _ = try await fixture.channels.update(channel.id, to: self.hook(), from: 1, as: charlie) }
                    == .notFound)
            #expect(await code { try await fixture.channels.delete(channel.id, as: charlie) } == .notFound)
            #expect(await code { _ = try await fixture.channels.test(channel.id, as: charlie) } == .notFound)
            #expect(try await fixture.channels.list(after: nil, limit: 10, as: charlie).isEmpty)
        }
    }

    @Test(arguments: ["https://evil.example/", "http://hooks.example/", "https://hooks.example:8443/"])
    func `a stored secret is sent only to the server it was entered for`(_ url: String) async throws {
        try await OperationsFixture.run { fixture in
            let channel = try await fixture.channels.create(self.hook(), as: fixture.alice)
            let detour = self.hook(channel.config.merging(["url": .string(url)]))
            let error = await #expect(throws: OperationError.self) {
                _ = try await fixture.channels.update(channel.id, to: detour, from: channel.version, as: fixture.alice)
            }
            #expect(
                error?.errors == [
                    FieldError(
                        "config.secret", "enter it again: it was stored for https://hooks.example, and \"URL\" has changed")
                ])
            let same = self.hook(channel.config.merging(["url": "https://hooks.example/other"]))
            let moved = try await fixture.channels.update(channel.id, to: same, from: channel.version, as: fixture.alice)
            #expect(moved.sealedConfig == channel.sealedConfig)
            let again = self.hook(["url": .string(url), "secret": "another"])
            _ = try await fixture.channels.update(channel.id, to: again, from: moved.version, as: fixture.alice)
        }
    }

    @Test func `a mail server is kept with its password, or entered again with one`() async throws {
        try await OperationsFixture.run { fixture in
            let stored: JSONValue = ["to": ["a@example.com"], "smtp_url": "smtp://user:pass@mail.example"]
            let channel = try await fixture.channels.create(ChannelDraft(type: .email, config: stored), as: fixture.alice)
            let others = ChannelDraft(type: .email, config: channel.config.merging(["to": ["b@example.com"]]))
            let moved = try await fixture.channels.update(channel.id, to: others, from: channel.version, as: fixture.alice)
            #expect(moved.sealedConfig == channel.sealedConfig)
        }
    }

    @Test func `a secret is masked on reading and kept by sending the mask`() async throws {
        try await OperationsFixture.run { fixture in
            let channel = try await fixture.channels.create(self.hook(), as: fixture.alice)
            #expect(channel.config["secret"] == .string(Secret.mask))
            var draft = self.hook(channel.config)
            draft.name = "Ops"
            let renamed = try await fixture.channels.update(channel.id, to: draft, from: 1, as: fixture.alice)
            #expect(renamed.name == "Ops" && renamed.sealedConfig == channel.sealedConfig)
            let sealed = try #require(renamed.sealedConfig)
            let opened = try fixture.engine.secrets.open(sealed, for: .channelConfig, of: fixture.alice.organization)
            #expect(opened == ["secret": "s3cret"])
            #expect(throws: (any Error).self) {
                try fixture.engine.secrets.open(sealed, for: .channelConfig, of: fixture.charlie.organization)
            }
        }
    }

    @Test func `an invalid value is reported with its field`() async throws {
        try await OperationsFixture.run { fixture in
            let alice = fixture.alice
            #expect(
                await fields { _ = try await fixture.channels.create(self.hook(["url": "gopher://x"]), as: alice) } == [
                    "config.url"
                ])
            #expect(await fields { _ = try await fixture.channels.create(self.hook([:]), as: alice) } == ["config.url"])
            #expect(
                await fields { _ = try await fixture.channels.create(self.hook(["url": "https://x/", "ulr": 1]), as: alice) } == [
                    "config.ulr"
                ])
            let pigeon = ChannelDraft(type: ChannelType(rawValue: "pigeon"), config: [:])
            #expect(await fields { _ = try await fixture.channels.create(pigeon, as: alice) } == ["type"])
            let mail = ChannelDraft(type: .email, config: ["to": ["ops@example.org"]])
            #expect(await fields { _ = try await fixture.channels.create(mail, as: alice) } == ["config.smtp_url"])
        }
    }

    @Test func `a test reports the real outcome, and the channel stores it`() async throws {
        try await OperationsFixture.run { fixture in
            let channel = try await fixture.channels.create(self.hook(), as: fixture.alice)
            let broken = self.notifier(fixture.broker, replies: .refused("hooks.example answered 500"))
            let outcome = try await fixture.channels.test(channel.id, as: fixture.alice)
            #expect(outcome == .failed("hooks.example answered 500"))
            #expect(try await fixture.channels.find(channel.id, as: fixture.alice).lastError == "hooks.example answered 500")
            guard case .send(let message, let type, _, let sealed) = await broken.value else {
                Issue.record("the notifier got no send request")
                return
            }
            #expect(message.kind == .test && message.organization.name == "Alice's" && type == .webhook)
            #expect(sealed == channel.sealedConfig)
            let mended = self.notifier(fixture.broker, replies: .sent)
            #expect(try await fixture.channels.test(channel.id, as: fixture.alice) == .sent)
            _ = await mended.value
            #expect(try await fixture.channels.find(channel.id, as: fixture.alice).lastError == nil)
        }
    }

    @Test func `tests are rate limited by channel and by organization`() async throws {
        try await OperationsFixture.run { fixture in
            let requests = fixture.broker.requests(for: .notifier)
            // SAFETY: unstructured because it plays another process; it ends with the test.
            let notifier = Task { for await request in requests { await request.answer(.sent) } }
            defer { notifier.cancel() }
            let operations = fixture.channels
            var ids: [ID<Channel>] = []
            for _ in 0..<5 { ids.append(try await operations.create(self.hook(), as: fixture.alice).id) }
            func times(_ count: Int, _ channel: ID<Channel>, as principal: Principal) async -> [OperationError.Code?] {
                var codes: [OperationError.Code?] = []
                for _ in 0..<count {
                    codes.append(await code { _ = try await operations.test(channel, as: principal) })
                }
                return codes
            }
            #expect(
                await times(6, ids[0], as: fixture.alice) == [nil, nil, nil, nil, nil, .rateLimited(retryAfter: .seconds(10))])
            for id in ids[1...3] { #expect(await times(5, id, as: fixture.alice).allSatisfy { $0 == nil }) }
            #expect(await times(1, ids[4], as: fixture.alice) == [.rateLimited(retryAfter: .seconds(3))])
            let own = try await operations.create(self.hook(), as: fixture.charlie).id
            #expect(await times(1, own, as: fixture.charlie) == [nil])
            fixture.clock.advance(by: .seconds(10))
            #expect(await times(2, ids[0], as: fixture.alice) == [nil, .rateLimited(retryAfter: .seconds(10))])
        }
    }

    @Test func `a receiver that asked for a delay gets no test either`() async throws {
        try await OperationsFixture.run { fixture in
            let channel = try await fixture.channels.create(self.hook(), as: fixture.alice)
            let until = fixture.clock.now + .seconds(90)
            try await fixture.database.write { db in try ChannelRepository().wait(until: until, of: channel.id, in: db) }
            #expect(try await fixture.channels.find(channel.id, as: fixture.viewer).waitsUntil == until)
            #expect(
                await code { _ = try await fixture.channels.test(channel.id, as: fixture.alice) }
                    == .rateLimited(retryAfter: .seconds(90)))
        }
    }

    @Test func `without a notifier the test ends in time`() async throws {
        try await OperationsFixture.run { fixture in
            let channel = try await fixture.channels.create(self.hook(), as: fixture.alice)
            #expect(await code { _ = try await fixture.channels.test(channel.id, as: fixture.alice) } == .timedOut)
        }
    }

    @Test func `a deleted channel drops its pending deliveries and is not found`() async throws {
        try await OperationsFixture.run { fixture in
            let channel = try await fixture.channels.create(self.hook(), as: fixture.alice)
            let monitor = try await fixture.monitor { $0.channels = [channel.id] }
            let now = fixture.clock.now
            try await fixture.database.write { db in
                _ = try AlertEventRepository().insert(
                    .init(
                        organization: monitor.organization, incident: nil, monitor: monitor.id, kind: .monitorBlind,
                        occurredAt: now, status: .unknown), in: db)
                for event in try AlertEventRepository().unplanned(limit: 1, in: db) {
                    try DeliveryRepository().plan(event, to: [channel.id], notBefore: now, in: db)
                }
            }
            try await fixture.channels.delete(channel.id, as: fixture.alice)
            #expect(await code { _ = try await fixture.channels.find(channel.id, as: fixture.alice) } == .notFound)
            let deliveries = DeliveryOperations(fixture.engine)
            let all = try await deliveries.list(matching: .init(), before: nil, limit: 10, as: fixture.viewer)
            #expect(all.map(\.status) == [.dropped] && all.map(\.channel) == [channel.id])
            #expect(try await deliveries.list(matching: .init(status: .sent), before: nil, limit: 10, as: fixture.viewer).isEmpty)
            #expect(try await deliveries.list(matching: .init(), before: nil, limit: 10, as: fixture.charlie).isEmpty)
            // The monitor that names it can still be edited.
            _ = try await fixture.monitors.update(
                monitor.id, to: MonitorDraft(type: .tcp, target: "db.example:5432", name: "Shop", channels: [channel.id]),
                from: 1, as: fixture.bob)
        }
    }
}
