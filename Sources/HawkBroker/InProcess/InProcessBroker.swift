package import HawkCore
import Synchronization

/// The broker of a single process: bounded queues in memory.
package final class InProcessBroker: Broker {
    package let sendsBytes = false
    /// The maximum number of tasks that wait for the runners of one location.
    private let capacity: Int
    private let observer: BrokerObserver
    private let state = Mutex(State())

    private struct State {
        var queues: [String: TaskQueue] = [:]
        var wakeUps: [WakeUp: Listeners<Void>] = [:]
        var events = Listeners<LiveEvent>()
        var answerers: [Answerer: Listeners<PendingRequest>] = [:]
        var consumers = 0
        var leader = Int64.min
    }

    package init(capacity: Int = 100_000, observer: BrokerObserver = .none) {
        self.capacity = capacity
        self.observer = observer
    }

    package func emit(_ tasks: [EmittedTask]) async throws(BrokerError) {
        self.add(tasks.compactMap { try? $0.task() })  // never fails: a process can read what it has written itself
    }

    package func leads(_ epoch: Int64) async throws(BrokerError) -> Bool {
        self.state.withLock { state in
            state.leader = max(state.leader, epoch)
            return state.leader == epoch
        }
    }

    /// Does nothing: this queue is lost with the process, and until then it loses no task.
    package func settle(_ receipts: [TaskReceipt]) {}

    package func release(_ tasks: [CheckTask]) { self.add(tasks) }

    private func add(_ tasks: [CheckTask]) {
        for (location, batch) in Dictionary(grouping: tasks, by: \.location) {
            let (dropped, waiting) = self.state.withLock { state in
                let dropped = state.queues[location, default: TaskQueue()].add(batch, capacity: self.capacity)
                return (dropped, state.queues[location]?.count ?? 0)
            }
            if dropped > 0 { self.observer.count(.overflow, dropped) }
            self.observer.waiting(location, waiting, nil)
        }
    }

    package func tasks(for location: String) -> AsyncStream<[CheckTask]> {
        let id = self.state.withLock { state in
            state.consumers += 1
            return state.consumers
        }
        // The stream pulls when its consumer is ready, so tasks wait in the queue, which is bounded.
        return AsyncStream {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    self.state.withLock { $0.queues[location, default: TaskQueue()].dequeue(id, continuation) }
                    if Task.isCancelled { self.release(id, location) }
                }
            } onCancel: {
                self.release(id, location)
            }
        }
    }

    private func release(_ consumer: Int, _ location: String) {
        self.state.withLock { $0.queues[location]?.release(consumer) }
    }

    package func wake(_ topic: WakeUp) async {
        self.state.withLock { $0.wakeUps[topic, default: Listeners()].notify(()) }
    }

    package func wakeUps(_ topic: WakeUp) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = self.state.withLock { $0.wakeUps[topic, default: Listeners()].add(continuation) }
        continuation.onTermination = { _ in self.state.withLock { $0.wakeUps[topic]?.remove(id) } }
        return stream
    }

    package func publish(_ events: [LiveEvent]) async {
        self.state.withLock { state in
            for event in events { state.events.notify(event) }
        }
    }

    package func events() -> AsyncStream<LiveEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: LiveEvent.self, bufferingPolicy: .bufferingNewest(4_096))
        let id = self.state.withLock { state in
            state.events.overflow = LiveEvent(organization: nil, at: .epoch, kind: .missed)
            return state.events.add(continuation)
        }
        continuation.onTermination = { _ in self.state.withLock { $0.events.remove(id) } }
        return stream
    }

    package func request(_ request: BrokerRequest, within deadline: Duration) async throws(BrokerError) -> BrokerReply {
        let (replies, continuation) = AsyncStream.makeStream(of: BrokerReply.self, bufferingPolicy: .bufferingOldest(1))
        let pending = PendingRequest(request, expiresAt: .now + deadline) { reply in
            if let reply { continuation.yield(reply) }
            continuation.finish()
        }
        defer { pending.requester.leave() }
        let isAccepted: Bool? = self.state.withLock { state in
            guard let answerers = state.answerers[request.answerer], !answerers.isEmpty else { return nil }
            return answerers.notifyOne(pending)
        }
        guard let isAccepted else { throw .noAnswer }
        guard isAccepted else { return .busy("too many requests are waiting at the moment") }
        guard let reply = await replies.first(until: pending.expiresAt, on: .continuous) else { throw .noAnswer }
        return reply
    }

    package func requests(for answerer: Answerer) -> AsyncStream<PendingRequest> {
        let (stream, continuation) = AsyncStream.makeStream(of: PendingRequest.self, bufferingPolicy: .bufferingOldest(256))
        let id = self.state.withLock { $0.answerers[answerer, default: Listeners()].add(continuation) }
        continuation.onTermination = { _ in self.state.withLock { $0.answerers[answerer]?.remove(id) } }
        return stream.timely()
    }
}
