import HawkBroker
import HawkCore
import HawkTestSupport
import Testing

/// The contract of every broker.
@Suite(.timeLimit(.minutes(1))) struct BrokerContractTests {
    @Test(arguments: TestBroker.all)
    func `tasks wait in order for the runners of their location`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            let first = CheckTask.sample(1)
            try await broker.emit([first, .sample(2, location: "north"), .sample(3)])
            try await broker.emit([.sample(4)])
            var received = await broker.tasks(for: "default").collect(3)
            #expect(received.monitors == [1, 3, 4])
            received[0].receipt = nil
            #expect(received[0] == first)
            #expect(await broker.tasks(for: "north").collect(1).monitors == [2])
        }
    }

    @Test(arguments: TestBroker.all)
    func `a waiting runner gets a new task at once`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            async let received = broker.tasks(for: "default").collect(1)
            try await broker.emit([.sample(7)])
            #expect(await received.monitors == [7])
        }
    }

    @Test(arguments: TestBroker.all)
    func `a cancelled runner takes no task`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            let runner = Task { await broker.tasks(for: "default").collect(1) }
            runner.cancel()
            #expect(await runner.value.isEmpty)
            try await broker.emit([.sample(1)])
            #expect(await broker.tasks(for: "default").collect(1).monitors == [1])
        }
    }

    @Test(arguments: TestBroker.all)
    func `every task goes to one of the runners that share a location`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            let tasks = (1...200).map { CheckTask.sample($0) }
            let (received, continuation) = AsyncStream.makeStream(of: [CheckTask].self)
            let runners = (0..<3).map { _ in
                Task { for await batch in broker.tasks(for: "default") { continuation.yield(batch) } }
            }
            for start in stride(from: 0, to: 200, by: 20) { try await broker.emit(Array(tasks[start..<start + 20])) }
            #expect(await received.collect(200).monitors.sorted() == Array(1...200))
            for runner in runners { runner.cancel() }
        }
    }

    @Test(arguments: TestBroker.all)
    func `a released task goes to another runner`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            try await broker.emit([.sample(1), .sample(2)])
            let received = await broker.tasks(for: "default").collect(2)
            broker.release([received[1]])
            broker.settle(received.prefix(1).compactMap(\.receipt))
            #expect(await broker.tasks(for: "default").collect(1).monitors == [2])
        }
    }

    @Test(arguments: TestBroker.all)
    func `a wake-up is received, and pending ones merge into one`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            var wakeUps = broker.wakeUps(.alertsPending).makeAsyncIterator()
            // Over Redis, a new listener is woken once, because it may have missed a wake-up.
            if backend == .redis { _ = await wakeUps.next() }
            for _ in 0..<3 {
                await broker.wake(.alertsPending)
                #expect(await wakeUps.next() != nil)
            }
            for _ in 0..<100 { await broker.wake(.alertsPending) }
            await broker.wake(.monitorsChanged)
            #expect(await wakeUps.next() != nil)
        }
    }

    @Test(arguments: TestBroker.all)
    func `every listener receives every event, in order`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            var listeners = (0..<2).map { _ in broker.events().makeAsyncIterator() }
            for index in listeners.indices where backend == .redis {
                #expect(await listeners[index].next()?.kind == .missed)
            }
            let events = (1...250).map { LiveEvent.sample($0) }
            await broker.publish(Array(events.prefix(249)))
            await broker.publish([events[249]])
            for index in listeners.indices {
                for event in events { #expect(await listeners[index].next() == event) }
            }
        }
    }

    @Test(arguments: TestBroker.all)
    func `a slow listener is notified that it missed events before it receives more`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            var slow = broker.events().makeAsyncIterator()
            var quick = broker.events().makeAsyncIterator()
            if backend == .redis {
                _ = await slow.next()
                _ = await quick.next()
            }
            for number in Int64(1)...50 {
                await broker.publish(Array(repeating: .sample(number), count: 100))
                // On a busy machine, it may fall behind as well.
                while let event = await quick.next(), event != .sample(number), event.kind != .missed {}
            }
            let last = LiveEvent.sample(1_000)
            await broker.publish([last])
            while let event = await quick.next(), event != last, event.kind != .missed {}
            var received: [LiveEvent] = []
            while let event = await slow.next() {
                received.append(event)
                if event == last { break }
            }
            #expect(received.contains { $0.kind == .missed })
            #expect(received.count < 5_001)
        }
    }

    @Test(arguments: TestBroker.all)
    func `a request is answered by a process of its role`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            let answering = Task {
                for await request in broker.requests(for: .runner(location: "default")) {
                    guard case .check(let task, true) = request.request else { continue }
                    await request.answer(.refused("monitor \(task.monitor)"))
                }
            }
            defer { answering.cancel() }
            for number in Int64(1)...3 {
                let reply = try await broker.requestWhenServed(.check(.sample(number), recorded: true))
                guard case .refused(let sentence) = reply else {
                    Issue.record("another answer")
                    return
                }
                #expect(sentence == "monitor \(number)")
            }
        }
    }

    @Test(arguments: TestBroker.all)
    func `a request without an answer ends at its deadline, one without a listener at once`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            await #expect(throws: BrokerError.noAnswer) {
                try await broker.request(.check(.sample(1), recorded: false), within: .seconds(60))
            }
            var silent = broker.requests(for: .runner(location: "default")).makeAsyncIterator()
            async let first = broker.requestWhenServed(.check(.sample(1), recorded: false))
            await silent.next()?.answer(.sent)
            _ = try await first
            await #expect(throws: BrokerError.noAnswer) {
                try await broker.request(.check(.sample(2), recorded: false), within: .milliseconds(20))
            }
            // An expired request is not acted on later.
            async let later = broker.request(.check(.sample(3), recorded: false), within: .seconds(30))
            let request = await silent.next()
            guard case .check(let task, _) = request?.request else {
                Issue.record("no request came")
                return
            }
            #expect(task.monitor == ID(3))
            await request?.answer(.sent)
            _ = try await later
        }
    }

    @Test(arguments: TestBroker.all)
    func `a process with a request learns that its caller has gone`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            var requests = broker.requests(for: .runner(location: "default")).makeAsyncIterator()
            let requesting = Task { try await broker.requestWhenServed(.check(.sample(1), recorded: false)) }
            let request = try #require(await requests.next())
            #expect(!request.requester.isGone)
            requesting.cancel()
            await withCheckedContinuation { continuation in request.requester.whenGone { continuation.resume() } }
            #expect(request.requester.isGone)
            await request.abandon()
            // The next one is received as usual.
            async let answer = broker.requestWhenServed(.check(.sample(2), recorded: false))
            await requests.next()?.answer(.busy("later"))
            guard case .busy("later") = try await answer else {
                Issue.record("another answer")
                return
            }
            requesting.cancel()
            _ = await requesting.result
        }
    }

    @Test(arguments: TestBroker.all)
    func `a scheduler learns that one with a higher epoch leads`(_ backend: TestBroker) async throws {
        try await backend.run { broker in
            var answers: [Bool] = []
            for epoch in [Int64(5), 5, 6, 5, 6, 1 << 40, 6] { answers.append(try await broker.leads(epoch)) }
            #expect(answers == [true, true, true, false, true, true, false])
        }
    }
}

extension Broker {
    /// Retries until a process listens.
    func requestWhenServed(_ request: BrokerRequest) async throws -> BrokerReply {
        while true {
            do {
                return try await self.request(request, within: .seconds(30))
            } catch {
                guard error == .noAnswer else { throw error }
                try Task.checkCancellation()
                await Task.yield()
            }
        }
    }
}
