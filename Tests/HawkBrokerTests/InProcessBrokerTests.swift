import HawkBroker
import HawkCore
import Testing

@Suite(.timeLimit(.minutes(1))) struct InProcessBrokerTests {
    private func task(_ monitor: Int64, location: String = "default") -> CheckTask {
        let configuration = MonitorConfiguration(name: "m", type: .tcp, target: "x:1")
        let monitor = Monitor(
            id: ID(monitor), organization: ID(1), configuration: configuration, createdAt: .epoch, updatedAt: .epoch,
            effectiveAt: .epoch)
        return CheckTask(monitor, slot: .epoch, location: location, epoch: 1)
    }

    private func take(_ count: Int, from tasks: AsyncStream<[CheckTask]>) async -> [ID<Monitor>] {
        var taken: [ID<Monitor>] = []
        for await batch in tasks {
            taken += batch.map(\.monitor)
            if taken.count >= count { break }
        }
        return taken
    }

    @Test func `tasks wait in order for the runners of their location`() async throws {
        let broker = InProcessBroker()
        try await broker.emit([task(1), task(2, location: "north"), task(3)])
        try await broker.emit([task(4)])
        #expect(await take(3, from: broker.tasks(for: "default")) == [ID(1), ID(3), ID(4)])
        #expect(await take(1, from: broker.tasks(for: "north")) == [ID(2)])
    }

    @Test func `a runner that waits is handed what comes`() async throws {
        let broker = InProcessBroker()
        async let taken = take(1, from: broker.tasks(for: "default"))
        try await broker.emit([task(7)])
        #expect(await taken == [ID(7)])
    }

    @Test func `a cancelled runner takes nothing along`() async throws {
        let broker = InProcessBroker()
        let runner = Task { await take(1, from: broker.tasks(for: "default")) }
        runner.cancel()
        #expect(await runner.value.isEmpty)
        try await broker.emit([task(1)])
        #expect(await take(1, from: broker.tasks(for: "default")) == [ID(1)])
    }

    @Test func `beyond the bound the oldest tasks are dropped and counted`() async throws {
        let broker = InProcessBroker(capacity: 3)
        for id in 1...5 { try await broker.emit([task(Int64(id))]) }
        #expect(broker.droppedTasks == 2)
        #expect(await take(3, from: broker.tasks(for: "default")) == [ID(3), ID(4), ID(5)])
    }

    @Test func `wake-ups that nobody took merge into one`() async throws {
        let broker = InProcessBroker()
        var wakeUps = broker.wakeUps(.alertsPending).makeAsyncIterator()
        await broker.wake(.alertsPending)
        await broker.wake(.alertsPending)
        await broker.wake(.monitorsChanged)
        #expect(await wakeUps.next() != nil)
        await broker.wake(.alertsPending)
        #expect(await wakeUps.next() != nil)
    }

    @Test func `a listener that does not keep up is told so before it hears more`() async throws {
        let broker = InProcessBroker()
        var events = broker.events().makeAsyncIterator()
        let event = LiveEvent(organization: ID(1), at: .epoch, kind: .status(ID(1), .up, since: .epoch))
        await broker.publish(Array(repeating: event, count: 5_000))
        var heard: [LiveEvent.Kind] = []
        for _ in 0..<4_096 { heard.append(try #require(await events.next()).kind) }
        await broker.publish([event])
        heard.append(try #require(await events.next()).kind)
        #expect(heard.contains(.missed))
    }

    @Test func `a question is answered by whoever answers such questions`() async throws {
        let broker = InProcessBroker()
        let answering = Task {
            for await request in broker.requests(for: .runner(location: "default")) { await request.answer(.refused("no")) }
        }
        defer { answering.cancel() }
        var reply: BrokerReply?
        while reply == nil {
            // Nobody listens until the task above has begun.
            do { reply = try await broker.ask(.check(task(1), recorded: false), within: .seconds(30)) } catch {
                await Task.yield()
            }
        }
        guard case .refused("no") = reply else {
            Issue.record("another answer: \(String(describing: reply))")
            return
        }
    }

    @Test func `a question that nobody answers ends at its deadline, one that nobody hears at once`() async throws {
        let broker = InProcessBroker()
        await #expect(throws: BrokerError.noAnswer) {
            try await broker.ask(.check(task(1), recorded: false), within: .seconds(60))
        }
        let silent = broker.requests(for: .runner(location: "default"))
        await #expect(throws: BrokerError.noAnswer) {
            try await broker.ask(.check(task(1), recorded: false), within: .milliseconds(20))
        }
        _ = silent
    }
}
