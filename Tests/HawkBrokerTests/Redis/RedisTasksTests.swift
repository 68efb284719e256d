import Foundation
import HawkCore
import HawkTestSupport
import Testing

@testable import HawkBroker

/// What happens to tasks when runners, schedulers and servers come and go.
@Suite(.timeLimit(.minutes(2))) struct RedisTasksTests {
    /// Two processes on one Redis, and a connection that reads it.
    private struct Cluster {
        let clock = ManualClock()
        let tally = BrokerTally()
        let address: RedisAddress
        let prefix: String
        let pipeline: RedisPipeline

        func broker() -> RedisStreamsBroker {
            RedisStreamsBroker(self.address, prefix: self.prefix, clock: self.clock, observer: self.tally.observer)
        }

        func length(_ location: String = "default") async throws -> Int64 {
            try await self.pipeline.send(["XLEN", .text("\(self.prefix)tasks:\(location)")], within: .seconds(5)).integer ?? -1
        }

        func pending(_ location: String = "default") async throws -> Int64 {
            let reply = try await self.pipeline.send(
                ["XPENDING", .text("\(self.prefix)tasks:\(location)"), "runners"], within: .seconds(5))
            return reply.list?.first?.integer ?? -1
        }
    }

    private func withCluster(_ test: (Cluster) async throws -> Void) async throws {
        try await RedisTestServer.withPrefix { address, prefix in
            let cluster = Cluster(address: address, prefix: prefix, pipeline: RedisPipeline(address, name: "tests"))
            try await Cleanup.run({ try await test(cluster) }, finally: { await cluster.pipeline.close() })
        }
    }

    @Test func `a task stays in Redis until its result is durable`() async throws {
        try await withCluster { cluster in
            let broker = cluster.broker()
            try await broker.emit([.sample(1), .sample(2)])
            let received = await broker.tasks(for: "default").collect(2)
            #expect(try await cluster.length() == 2)
            #expect(try await cluster.pending() == 2)
            broker.settle([try #require(received[1].receipt)])
            try await eventually("the settled task is gone") { try await cluster.length() == 1 }
            #expect(try await cluster.pending() == 1)
            broker.settle([try #require(received[0].receipt)])
            try await eventually("all are gone") { try await cluster.length() == 0 }
            await broker.close()
        }
    }

    @Test func `the tasks of a dead runner reach another one, those of a running one do not`() async throws {
        try await withCluster { cluster in
            let (slow, heir) = (cluster.broker(), cluster.broker())
            try await slow.emit([.sample(1), .sample(2)])
            // A consumer that took them and renews no heartbeat is dead.
            let stream = RedisCommand.Argument.text("\(cluster.prefix)tasks:default")
            try await cluster.pipeline.send(["XGROUP", "CREATE", stream, "runners", "0"], within: .seconds(5))
            try await cluster.pipeline.send(
                ["XREADGROUP", "GROUP", "runners", "dead", "STREAMS", stream, ">"], within: .seconds(5))
            #expect(try await cluster.pending() == 2)
            try await slow.emit([.sample(3)])
            #expect(await slow.tasks(for: "default").collect(1).monitors == [3])
            let inherited = await heir.tasks(for: "default").collect(2)
            #expect(inherited.monitors.sorted() == [1, 2])
            #expect(inherited.allSatisfy { $0.receipt != nil })
            #expect(cluster.tally[.reclaimed] == 2)
            heir.settle(inherited.compactMap(\.receipt))
            try await eventually("only the living runner's task is left") { try await cluster.length() == 1 }
            await slow.close()
            await heir.close()
        }
    }

    @Test func `tasks of a runner that shuts down are taken over at once, whether begun or not`() async throws {
        try await withCluster { cluster in
            let (ending, heir) = (cluster.broker(), cluster.broker())
            try await ending.emit([.sample(1)])
            let stream = ending.tasks(for: "default")
            #expect(await stream.collect(1).monitors == [1])
            await ending.close()
            #expect(await heir.tasks(for: "default").collect(1).monitors == [1])
            await heir.close()
        }
    }

    @Test func `stale tasks and those of a deposed scheduler are dropped, counted and removed`() async throws {
        try await withCluster { cluster in
            let broker = cluster.broker()
            let now = cluster.clock.now
            try await broker.emit([
                .sample(1, slot: now - .seconds(60)), .sample(2, slot: now - .milliseconds(59_999), epoch: 2),
                .sample(3, epoch: 1), .sample(4, epoch: 2), .sample(5, epoch: 3),
            ])
            let received = await broker.tasks(for: "default").collect(3)
            #expect(received.monitors == [2, 4, 5])
            #expect(cluster.tally[.stale] == 1)
            #expect(cluster.tally[.superseded] == 1)
            try await eventually("the dropped ones are gone") { try await cluster.length() == 3 }
            await broker.close()
        }
    }

    @Test func `a task of a clock that was ahead is dropped, also after its runner restarted`() async throws {
        try await withCluster { cluster in
            let broker = cluster.broker()
            let now = cluster.clock.now
            try await broker.emit([.sample(1, slot: now + .seconds(25)), .sample(2, slot: now + .seconds(11))])
            #expect(await broker.tasks(for: "default").collect(1).monitors == [2])
            #expect(cluster.tally[.superseded] == 1)
            try await eventually("the dropped one is gone") { try await cluster.length() == 1 }
            await broker.close()
        }
    }

    @Test func `an unreadable task is counted and stops no runner`() async throws {
        try await withCluster { cluster in
            let broker = cluster.broker()
            let stream = RedisCommand.Argument.text("\(cluster.prefix)tasks:default")
            for bytes: [UInt8] in [[], [1], [9, 9, 9], Array(repeating: 0xFF, count: 100)] {
                try await cluster.pipeline.send(["XADD", stream, "*", "t", .bytes(bytes)], within: .seconds(5))
            }
            try await broker.emit([.sample(1)])
            #expect(await broker.tasks(for: "default").collect(1).monitors == [1])
            #expect(cluster.tally[.unreadable] == 4)
            try await eventually("they are gone") { try await cluster.length() == 1 }
            await broker.close()
        }
    }

    @Test func `a stream without runners stays limited, and its lost tasks are counted`() async throws {
        try await withCluster { cluster in
            let broker = cluster.broker()
            let tasks = (0..<5_000).map { CheckTask.sample($0) }
            for _ in 0..<22 { try await broker.emit(tasks) }
            let length = try await cluster.length()
            #expect((100_000...101_000).contains(length))
            #expect(cluster.tally[.overflow] == 110_000 - Int(length))
            await broker.close()
        }
    }

    @Test func `the number and age of waiting tasks are reported by their emitter`() async throws {
        try await withCluster { cluster in
            let broker = cluster.broker()
            cluster.clock.set(Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) + .seconds(30))
            try await broker.emit([.sample(1, slot: cluster.clock.now), .sample(2, slot: cluster.clock.now)])
            let waiting = try #require(cluster.tally.waiting(at: "default"))
            #expect(waiting.count == 2)
            #expect(try #require(waiting.oldest) > .seconds(25))
            await broker.close()
        }
    }
}
