import HawkCore
import Synchronization

/// The jobs that wait for a pipeline.
final class PipelineQueue: Sendable {
    private static let capacity = 10_000

    private struct State {
        var jobs: [PipelineJob] = []
        var isConnected = false
        var isClosed = false
        /// The reason why there is no connection.
        var trouble: RedisError?
    }

    let waker: ThreadWaker
    private let state = Mutex(State())

    init(_ waker: ThreadWaker) { self.waker = waker }

    var isConnected: Bool { self.state.withLock { $0.isConnected } }
    var trouble: RedisError? { self.state.withLock { $0.trouble } }

    func add(_ job: PipelineJob) {
        let refusal: RedisError? = self.state.withLock { state in
            if state.isClosed { return .disconnected("the connection to Redis is closed") }
            if case .unsuitable = state.trouble, job.expiresAt != nil { return state.trouble }
            guard state.jobs.count < Self.capacity else { return .timedOut("too many commands are waiting for Redis") }
            state.jobs.append(job)
            return nil
        }
        if let refusal { job.finish(.failure(refusal)) } else { self.waker.wake() }
    }

    /// Returns the oldest jobs that a caller still waits for.
    func dequeue(_ limit: Int) -> [PipelineJob] {
        self.state.withLock { state in
            let batch = state.jobs.prefix(limit)
            state.jobs.removeFirst(batch.count)
            return batch.filter { !$0.isOver }
        }
    }

    func connected() {
        self.state.withLock { state in
            state.isConnected = true
            state.trouble = nil
        }
    }

    /// Puts the jobs that can still be sent back to the front, for the next connection.
    func disconnected(_ error: RedisError, during jobs: [PipelineJob]) {
        let refused: [PipelineJob] = self.state.withLock { state in
            state.isConnected = false
            state.trouble = error
            state.jobs.insert(contentsOf: jobs.filter { !$0.isOver }, at: 0)
            guard case .unsuitable = error else { return [] }
            let refused = state.jobs.filter { $0.expiresAt != nil }
            state.jobs.removeAll { $0.expiresAt != nil }
            return refused
        }
        for job in refused { job.finish(.failure(error)) }
    }

    /// Closes the queue. It accepts no more jobs.
    func close() {
        let rest = self.state.withLock { state in
            state.isClosed = true
            state.isConnected = false
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in rest { job.finish(.failure(.disconnected("the connection to Redis is closed"))) }
    }
}

/// Sends all waiting jobs in one batch.
final class PipelineWork: RedisWork {
    private static let commandTimeout = Duration.seconds(2)
    /// After this long without traffic, a PING tests the connection.
    private static let silence = Duration.seconds(5)
    private static let maxBatch = 256

    private let queue: PipelineQueue
    private var underway: [PipelineJob] = []

    init(_ queue: PipelineQueue) { self.queue = queue }

    func begin(_ connection: RedisConnection) { self.queue.connected() }

    func turn(_ connection: RedisConnection) throws(RedisError) {
        self.underway = self.queue.dequeue(Self.maxBatch)
        if self.underway.isEmpty {
            if !self.queue.waker.wait(Self.silence) { _ = try connection.perform([["PING"]], within: Self.commandTimeout) }
            return
        }
        try self.send(self.underway, over: connection)
        self.underway = []
    }

    func pause(_ error: RedisError) {
        self.queue.disconnected(error, during: self.underway)
        self.underway = []
    }

    func end(_ connection: RedisConnection?) {
        // Jobs added before the end are still sent if possible.
        while let connection {
            let rest = self.queue.dequeue(Self.maxBatch)
            if rest.isEmpty { break }
            do throws(RedisError) {
                try self.send(rest, over: connection)
            } catch {
                for job in rest { job.finish(.failure(error)) }
                break
            }
        }
        self.queue.close()
    }

    private func send(_ jobs: [PipelineJob], over connection: RedisConnection) throws(RedisError) {
        let batches = jobs.map { (job: $0, commands: $0.commands()) }
        var replies = try connection.perform(batches.flatMap(\.commands), within: Self.commandTimeout)[...]
        for (job, commands) in batches {
            job.finish(.success(Array(replies.prefix(commands.count))))
            replies = replies.dropFirst(commands.count)
        }
    }
}
