package import HawkCore
import Synchronization

/// The broker between processes, over Redis streams (`docs/adr/0009-…`). Losing its data causes a gap at most.
package final class RedisStreamsBroker: Broker {
    package let sendsBytes = true
    /// The longest that a scheduler waits for tasks that cannot be delivered.
    private static let emissionLimit = Duration.seconds(1)
    /// The maximum number of tasks sent in one batch.
    private static let maxEmission = 5_000

    private struct State {
        var readers: [TaskReader] = []
        var answering: [RequestServer] = []
        var isClosed = false
        var consumers = 0
    }

    private let address: RedisAddress
    private let keys: RedisKeys
    /// The unique name of this process.
    private let process: String
    private let clock: any WallClock
    private let observer: BrokerObserver
    private let pipeline: RedisPipeline
    private let ledger: TaskLedger
    private let notifications: RedisNotifications
    private let requestClient: RequestClient
    private let survey: QueueSurvey
    private let state = Mutex(State())

    /// - Parameters:
    ///   - prefix: the start of every key; installations that share a database have different prefixes.
    ///   - clock: used to compare slots with the present time.
    package init(
        _ address: RedisAddress, prefix: String = "statushawk:", clock: any WallClock, observer: BrokerObserver = .none
    ) {
        let keys = RedisKeys(prefix: prefix)
        let pipeline = RedisPipeline(address, name: "broker", observer: observer)
        self.address = address
        self.keys = keys
        self.process = String(UInt64.random(in: .min ... .max), radix: 36)
        self.clock = clock
        self.observer = observer
        self.pipeline = pipeline
        self.ledger = TaskLedger(pipeline, keys)
        self.notifications = RedisNotifications(address, keys: keys, pipeline: pipeline, observer: observer)
        self.requestClient = RequestClient(self.process, address: address, keys: keys, pipeline: pipeline, observer: observer)
        self.survey = QueueSurvey(pipeline, keys, clock: clock, observer: observer)
    }

    /// Waits for the server.
    /// - Throws: an error that says why the server is unsuitable or, after the time limit, why it cannot be reached.
    package func connect(within limit: Duration) async throws(BrokerError) {
        do throws(RedisError) {
            try await self.pipeline.connect(within: limit)
        } catch {
            throw .unavailable(error.sentence)
        }
    }

    package func emit(_ tasks: [EmittedTask]) async throws(BrokerError) {
        for start in stride(from: 0, to: tasks.count, by: Self.maxEmission) {
            try await self.emit(tasks[start..<min(start + Self.maxEmission, tasks.count)])
        }
    }

    private func emit(_ tasks: ArraySlice<EmittedTask>) async throws(BrokerError) {
        let commands = TaskCommands(keys: self.keys)
        let parts = Dictionary(grouping: tasks, by: \.location).flatMap { location, tasks in
            stride(from: 0, to: tasks.count, by: TaskCommands.maxBatch).map { start in
                (location, tasks[start..<min(start + TaskCommands.maxBatch, tasks.count)])
            }
        }
        let transactions = parts.map { commands.adding($0.1, to: $0.0) }
        do throws(RedisError) {
            var replies = try await self.pipeline.send(transactions.flatMap { $0 }, within: Self.emissionLimit)[...]
            for (part, transaction) in zip(parts, transactions) {
                let answers = replies.prefix(transaction.count)
                replies = replies.dropFirst(transaction.count)
                if let failure = answers.lazy.compactMap(\.failure).first { throw .failed(failure) }
                let overflow = answers.last.map { TaskCommands.overflow($0, adding: part.1.count) } ?? 0
                if overflow > 0 { self.observer.count(.overflow, overflow) }
            }
        } catch {
            throw .unavailable(error.sentence)
        }
        await self.survey.look(at: parts.map(\.0))
    }

    package func leads(_ epoch: Int64) async throws(BrokerError) -> Bool {
        do throws(RedisError) {
            let reply = try await self.pipeline.send(TaskCommands(keys: self.keys).leading(epoch), within: Self.emissionLimit)
            return reply.integer.map { $0 <= epoch } ?? true
        } catch {
            throw .unavailable(error.sentence)
        }
    }

    package func tasks(for location: String) -> AsyncStream<[CheckTask]> {
        let reader: TaskReader? = self.state.withLock { state in
            guard !state.isClosed else { return nil }
            state.consumers += 1
            let context = TaskReader.Context(
                location: location, consumer: "\(self.process)-\(state.consumers)", keys: self.keys, ledger: self.ledger,
                clock: self.clock, observer: self.observer)
            let reader = TaskReader(context, address: self.address)
            state.readers.append(reader)
            return reader
        }
        return reader?.tasks() ?? AsyncStream { nil }
    }

    package func settle(_ receipts: [TaskReceipt]) { self.ledger.settle(receipts) }

    package func release(_ tasks: [CheckTask]) { self.ledger.release(tasks) }

    package func wake(_ topic: WakeUp) async { self.notifications.wake(topic) }

    package func wakeUps(_ topic: WakeUp) -> AsyncStream<Void> { self.notifications.wakeUps(topic) }

    package func publish(_ events: [LiveEvent]) async { self.notifications.publish(events) }

    package func events() -> AsyncStream<LiveEvent> { self.notifications.events() }

    package func request(_ request: BrokerRequest, within deadline: Duration) async throws(BrokerError) -> BrokerReply {
        try await self.requestClient.request(request, within: deadline)
    }

    package func requests(for answerer: Answerer) -> AsyncStream<PendingRequest> {
        let answering: RequestServer? = self.state.withLock { state in
            guard !state.isClosed else { return nil }
            let answering = RequestServer(
                answerer, address: self.address, keys: self.keys, pipeline: self.pipeline, observer: self.observer)
            state.answering.append(answering)
            return answering
        }
        return answering?.requests ?? AsyncStream { nil }
    }

    /// Ends all streams, reports all settled tasks to Redis, and hands over the tasks still held. Takes a few seconds at most.
    package func close() async {
        let (readers, answering) = self.state.withLock { state in
            state.isClosed = true
            return (state.readers, state.answering)
        }
        for reader in readers { reader.stopReading() }
        for answering in answering { answering.stop() }
        self.notifications.stop()
        self.requestClient.stop()
        do throws(RedisError) {
            // Send earlier settlements first, so that no other runner takes over those tasks.
            try await self.pipeline.connect(within: .seconds(1))
        } catch {
            self.observer.trouble(error.sentence)
        }
        for reader in readers { reader.stop() }
        for reader in readers { await reader.join() }
        for answering in answering { await answering.join() }
        await self.notifications.join()
        await self.requestClient.join()
        await self.pipeline.close()
    }
}
