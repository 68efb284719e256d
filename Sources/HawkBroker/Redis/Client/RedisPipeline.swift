import HawkCore
import Synchronization

/// A connection for short commands, shared by the whole process. Commands that arrive while a batch is under way form the next
/// batch.
package final class RedisPipeline: Sendable {
    private let queue: PipelineQueue
    private let thread: RedisThread

    /// - Parameter name: the name that `CLIENT LIST` shows.
    package init(_ address: RedisAddress, name: String, observer: BrokerObserver = .none) {
        let waker = ThreadWaker()
        let queue = PipelineQueue(waker)
        self.queue = queue
        self.thread = RedisThread(address, name: name, waker: waker, observer: observer) { PipelineWork(queue) }
    }

    deinit { self.thread.stop() }

    /// Sends commands and waits for their replies. If the connection breaks, they may be sent twice. Commands not sent within the
    /// time limit are never sent.
    /// - Throws: anything but `.failed`. If the server returns an error for a command, that is its reply.
    package func send(_ commands: [RedisCommand], within limit: Duration) async throws(RedisError) -> [RedisReply] {
        let job = PipelineJob(expiresAt: .now + limit) { commands }
        let result = await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await Task.sleep(for: limit)  // cancelled with the caller, or when the reply arrives
                job.finish(.failure(.timedOut("Redis did not answer within \(limit.seconds) s")))
            }
            self.queue.add(job)
            let result = await job.result
            group.cancelAll()
            return result
        }
        return try result.get()
    }

    /// Sends one command and throws if its reply is an error.
    @discardableResult
    package func send(_ command: RedisCommand, within limit: Duration) async throws(RedisError) -> RedisReply {
        let reply = try await self.send([command], within: limit)[0]
        if let failure = reply.failure { throw .failed(failure) }
        return reply
    }

    /// Queues commands without reporting the outcome. They are lost if Redis cannot be reached now.
    package func post(_ commands: [RedisCommand]) {
        guard self.queue.isConnected else { return }
        self.queue.add(PipelineJob(expiresAt: .now + .seconds(2)) { commands })
    }

    /// Sends commands as soon as Redis can be reached, without a time limit.
    /// - Parameters:
    ///   - commands: called for each attempt to send.
    ///   - finish: receives the outcome. It is a failure only if the queue is full or the pipeline is closed.
    func retryUntilSent(
        _ commands: @escaping @Sendable () -> [RedisCommand],
        finish: @escaping @Sendable (Result<[RedisReply], RedisError>) -> Void
    ) {
        let job = PipelineJob(expiresAt: nil, commands)
        job.whenFinished(finish)
        self.queue.add(job)
    }

    /// Waits until there is a connection.
    /// - Throws: at once if this server is unsuitable; otherwise, after the time limit, the error of the last attempt.
    package func connect(within limit: Duration) async throws(RedisError) {
        do {
            _ = try await self.send(["PING"], within: limit)
        } catch .timedOut(let sentence) {
            throw self.queue.trouble ?? .timedOut(sentence)
        }
    }

    /// Closes the connection when its queue is empty or cannot be sent now.
    package func close() async {
        self.thread.stop()
        await self.thread.join()
    }
}

/// Queued commands and their outcome.
final class PipelineJob: Sendable {
    private enum State {
        case pending
        case awaited(@Sendable (Result<[RedisReply], RedisError>) -> Void)
        case finished(Result<[RedisReply], RedisError>)
    }

    let commands: @Sendable () -> [RedisCommand]
    /// Nil if the job never expires.
    let expiresAt: ContinuousClock.Instant?
    private let state = Mutex(State.pending)

    init(expiresAt: ContinuousClock.Instant?, _ commands: @escaping @Sendable () -> [RedisCommand]) {
        self.expiresAt = expiresAt
        self.commands = commands
    }

    var isOver: Bool {
        if let expiresAt, expiresAt < .now { return true }
        return self.state.withLock { if case .finished = $0 { true } else { false } }
    }

    var result: Result<[RedisReply], RedisError> {
        get async { await withCheckedContinuation { waiter in self.whenFinished { waiter.resume(returning: $0) } } }
    }

    /// Only the first outcome counts.
    func finish(_ result: Result<[RedisReply], RedisError>) {
        let waiter: (@Sendable (Result<[RedisReply], RedisError>) -> Void)? = self.state.withLock { state in
            defer { if case .finished = state {} else { state = .finished(result) } }
            if case .awaited(let waiter) = state { return waiter }
            return nil
        }
        waiter?(result)
    }

    /// - Precondition: called once.
    func whenFinished(_ action: @escaping @Sendable (Result<[RedisReply], RedisError>) -> Void) {
        let known: Result<[RedisReply], RedisError>? = self.state.withLock { state in
            if case .finished(let result) = state { return result }
            state = .awaited(action)
            return nil
        }
        if let known { action(known) }
    }
}
