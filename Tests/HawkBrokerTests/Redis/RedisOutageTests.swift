import HawkCore
import HawkTestSupport
import Testing

@testable import HawkBroker

/// A Redis that crashes, loses its data, hangs and changes.
@Suite(.timeLimit(.minutes(2))) struct RedisOutageTests {
    private func withServer(
        _ arguments: [String] = [], _ test: (RedisTestServer, RedisStreamsBroker, BrokerTally) async throws -> Void
    ) async throws {
        try await RedisTestServer.with(arguments) { server in
            let tally = BrokerTally()
            let broker = RedisStreamsBroker(try server.address, clock: ManualClock(), observer: tally.observer)
            try await broker.connect(within: .seconds(10))
            try await Cleanup.run({ try await test(server, broker, tally) }, finally: { await broker.close() })
        }
    }

    /// Emits until Redis accepts it.
    private func emit(_ task: CheckTask, through broker: RedisStreamsBroker) async throws {
        try await eventually("the task is accepted") {
            do {
                try await broker.emit([task])
                return true
            } catch {
                return false
            }
        }
    }

    @Test func `work continues automatically after Redis crashed, with the tasks it stored`() async throws {
        try await withServer { server, broker, tally in
            try await broker.emit([.sample(1)])
            server.kill()
            try await server.start()
            try await emit(.sample(2), through: broker)
            let received = await broker.tasks(for: "default").collect(2)
            #expect(received.monitors == [1, 2])
            #expect(tally[.reconnect] > 0)
        }
    }

    @Test func `work continues automatically after Redis lost its data`() async throws {
        try await withServer { server, broker, _ in
            try await broker.emit([.sample(1)])
            var tasks = broker.tasks(for: "default").makeAsyncIterator()
            var events = broker.events().makeAsyncIterator()
            #expect(await tasks.next()?.monitors == [1])
            #expect(await events.next()?.kind == .missed)
            server.kill()
            try server.forget()
            try await server.start()
            #expect(await events.next()?.kind == .missed, "a listener must fetch everything again")
            try await emit(.sample(2), through: broker)
            #expect(await tasks.next()?.monitors == [2])
            await broker.publish([.sample(3)])
            #expect(await events.next() == .sample(3))
        }
    }

    @Test func `a database that is emptied stops no runner`() async throws {
        try await withServer { server, broker, _ in
            var tasks = broker.tasks(for: "default").makeAsyncIterator()
            try await broker.emit([.sample(1)])
            #expect(await tasks.next()?.monitors == [1])
            let pipeline = RedisPipeline(try server.address, name: "tests")
            try await pipeline.send(["FLUSHALL"], within: .seconds(5))
            try await broker.emit([.sample(2)])
            #expect(await tasks.next()?.monitors == [2])
            await pipeline.close()
        }
    }

    @Test func `after a broken connection, tasks with a lost delivery are delivered again, and none twice`() async throws {
        try await withServer { server, broker, _ in
            let pipeline = RedisPipeline(try server.address, name: "tests")
            try await broker.emit([.sample(1)])
            var tasks = broker.tasks(for: "default").makeAsyncIterator()
            #expect(await tasks.next()?.monitors == [1])
            // As if a reply had been lost: the server has given the consumer a task that it never received.
            let stream = RedisCommand.Argument.text("statushawk:tasks:default")
            let consumers = try await pipeline.send(["XINFO", "CONSUMERS", stream, "runners"], within: .seconds(5))
            let consumer = try #require(consumers.list?.first?.fields["name"]?.text)
            let replies = try await pipeline.send(
                [
                    ["MULTI"], ["XADD", stream, "*", "t", .bytes(CheckTask.sample(2).wireBytes)],
                    ["XREADGROUP", "GROUP", "runners", .text(consumer), "STREAMS", stream, ">"], ["EXEC"],
                    ["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"],
                ], within: .seconds(5))
            #expect(replies.allSatisfy { $0.failure == nil })
            #expect(await tasks.next()?.monitors == [2])
            let pending = try await pipeline.send(["XPENDING", stream, "runners"], within: .seconds(5))
            #expect(pending.list?.first?.integer == 2)
            await pipeline.close()
        }
    }

    @Test func `with a Redis that hangs no caller waits beyond its timeout`() async throws {
        try await withServer { server, broker, _ in
            server.pause()
            for _ in 0..<2 {
                let started = ContinuousClock.now
                await #expect(throws: BrokerError.self) { try await broker.emit([.sample(1)]) }
                await #expect(throws: BrokerError.self) {
                    try await broker.request(.check(.sample(1), recorded: false), within: .milliseconds(300))
                }
                await broker.publish([.sample(1)])
                await broker.wake(.alertsPending)
                broker.settle([TaskReceipt(location: "default", entry: "1-1")])
                #expect(started.duration(to: .now) < .seconds(3))
            }
            server.resume()
            try await emit(.sample(2), through: broker)
            for await tasks in broker.tasks(for: "default") where tasks.monitors.contains(2) { break }
        }
    }

    @Test func `with a server that pauses all writes no caller waits either, and work continues later`() async throws {
        try await withServer { server, broker, _ in
            let pipeline = RedisPipeline(try server.address, name: "tests")
            try await pipeline.send(["CLIENT", "PAUSE", "3000", "WRITE"], within: .seconds(5))
            let started = ContinuousClock.now
            await #expect(throws: BrokerError.self) { try await broker.emit([.sample(1)]) }
            #expect(started.duration(to: .now) < .seconds(2))
            try await emit(.sample(2), through: broker)
            await pipeline.close()
        }
    }

    @Test func `a request that its caller abandoned while Redis hung is not answered later`() async throws {
        try await withServer { server, broker, _ in
            var requests = broker.requests(for: .notifier).makeAsyncIterator()
            let message = AlertMessage(
                deliveryKey: "1", kind: .test, occurredAt: .epoch, url: "", organization: .init(id: ID(1), name: "x"),
                monitor: nil, incident: nil)
            func request(_ key: String) -> BrokerRequest {
                var message = message
                message.deliveryKey = key
                return .send(message, type: .webhook, config: [:], sealedConfig: nil)
            }
            async let first = broker.requestWhenServed(request("1"))
            await requests.next()?.answer(.sent)
            _ = try await first
            let pipeline = RedisPipeline(try server.address, name: "tests")
            try await pipeline.send(["CLIENT", "PAUSE", "1000", "WRITE"], within: .seconds(5))
            await #expect(throws: BrokerError.self) { try await broker.request(request("2"), within: .milliseconds(200)) }
            async let third = broker.requestWhenServed(request("3"))
            let pending = await requests.next()
            guard case .send(let received, _, _, _) = pending?.request else {
                Issue.record("no request came")
                return
            }
            #expect(received.deliveryKey == "3")
            await pending?.answer(.sent)
            _ = try await third
            await pipeline.close()
        }
    }

    @Test func `settlements from the time without Redis are sent later`() async throws {
        try await withServer { server, broker, _ in
            try await broker.emit([.sample(1)])
            let received = await broker.tasks(for: "default").collect(1)
            server.kill()
            broker.settle(received.compactMap(\.receipt))
            try await server.start()
            let pipeline = RedisPipeline(try server.address, name: "tests")
            try await eventually("the task is gone") {
                try await pipeline.send(["XLEN", "statushawk:tasks:default"], within: .seconds(5)).integer == 0
            }
            await pipeline.close()
        }
    }

    @Test func `a server that becomes a replica is not used until it accepts writes again`() async throws {
        try await withServer { server, broker, tally in
            try await RedisTestServer.with { primary in
                let pipeline = RedisPipeline(try server.address, name: "tests")
                try await pipeline.send(["REPLICAOF", "127.0.0.1", .text("\(primary.port)")], within: .seconds(5))
                await #expect(throws: BrokerError.self) { try await broker.emit([.sample(1)]) }
                try await eventually("the reason is reported") { tally.troubles.contains { $0.contains("replica") } }
                try await pipeline.send(["REPLICAOF", "NO", "ONE"], within: .seconds(5))
                try await emit(.sample(2), through: broker)
                await pipeline.close()
            }
        }
    }
}
