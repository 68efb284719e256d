import HawkBroker
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct MonitorCheckingTests {
    /// Answers the next request to a runner.
    private func answer(
        _ broker: InProcessBroker, with reply: @escaping @Sendable (CheckTask, Bool) -> BrokerReply
    ) -> Task<Void, Never> {
        let requests = broker.requests(for: .runner(location: "default"))
        // SAFETY: unstructured because it plays another process; it ends with the one request of its test.
        return Task {
            for await request in requests {
                guard case .check(let task, let recorded) = request.request else { continue }
                return await request.answer(reply(task, recorded))
            }
        }
    }

    private static func result(_ task: CheckTask) -> CheckResult {
        CheckResult(
            monitor: task.monitor, organization: task.organization, revision: task.revision, location: task.location,
            slot: task.slot, startedAt: task.slot, finishedAt: task.slot, interval: task.timing.interval, outcome: .up,
            latency: .milliseconds(3))
    }

    @Test func `an on-demand check goes to a runner and is recorded at this instant`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            let runner = self.answer(fixture.broker) { task, recorded in
                #expect(recorded && task.monitor == monitor.id && task.revision == monitor.revision)
                return .checked(Self.result(task))
            }
            let result = try await fixture.monitors.check(monitor.id, as: fixture.bob)
            await runner.value
            #expect(result.slot == fixture.clock.now && result.monitor == monitor.id)
            #expect(try await fixture.audited() == ["monitor.create", "monitor.check"])
        }
    }

    @Test func `a draft is checked once and not stored`() async throws {
        try await OperationsFixture.run { fixture in
            let runner = self.answer(fixture.broker) { task, recorded in
                #expect(!recorded && task.monitor == ID(0) && task.target == "db.example:5432")
                return .checked(Self.result(task))
            }
            _ = try await fixture.monitors.test(MonitorDraft(type: .tcp, target: "db.example:5432"), as: fixture.bob)
            await runner.value
            let all = try await fixture.monitors.list(matching: .init(), status: nil, after: nil, limit: 10, as: fixture.bob)
            #expect(all.isEmpty)
            #expect(try await fixture.audited() == ["monitor.test"])
        }
    }

    @Test func `without a runner the request times out`() async throws {
        try await OperationsFixture.run { fixture in
            let id = try await fixture.monitor().id
            #expect(await code { _ = try await fixture.monitors.check(id, as: fixture.bob) } == .timedOut)
        }
    }

    @Test func `an invalid draft reaches no runner`() async throws {
        try await OperationsFixture.run { fixture in
            let draft = MonitorDraft(type: .tcp, target: "no port")
            #expect(await fields { _ = try await fixture.monitors.test(draft, as: fixture.bob) } == ["target"])
        }
    }
}
