import Dispatch
import Foundation
import Glibc
import HawkCore
import Synchronization

/// Connections to one server, each on its own thread, which starts when it is first needed. Closing the pool waits for running
/// transactions.
final class ConnectionPool: Database {
    /// The maximum number of transactions that wait for a connection.
    private static let maxQueue = 4_096

    private struct Job {
        let id: Int
        let run: @Sendable (ConnectionWorker) -> Void
        /// Called instead if no connection became free in time.
        let refuse: @Sendable (StoreError) -> Void
    }

    private struct State {
        var jobs: [Job] = []
        var nextID = 0
        var started = 0
        var idle = 0
        var ended = 0
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let statements = StatementClock()
    private let open = OpenTransactions()
    private let wake = DispatchSemaphore(value: 0)
    private let size: Int
    private let limits: PostgreSQLLimits
    private let makeWorker: @Sendable () -> ConnectionWorker

    init(size: Int, limits: PostgreSQLLimits, makeWorker: @escaping @Sendable () -> ConnectionWorker) {
        precondition(size > 0, "a pool must have at least one connection")
        self.size = size
        self.limits = limits
        self.makeWorker = makeWorker
    }

    var maxStatementDuration: Duration { self.statements.longest }

    var use: ConnectionUse? {
        self.state.withLock {
            ConnectionUse(size: self.size, busy: $0.started - $0.ended - $0.idle, waiting: $0.jobs.count)
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await self.run { try $0.transact(.read, body) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await self.run(writes: true) { try $0.transact(.write, body) }
    }

    /// Runs a closure on a connection's thread as soon as one is free.
    func run<Value: Sendable>(
        writes: Bool = false, _ body: @escaping @Sendable (ConnectionWorker) throws -> Value
    ) async throws -> Value {
        try await self.open.run(orThrow: .abandoned(writes: writes)) { settle in
            self.add { worker in
                settle(Result { try body(worker) })
            } refuse: {
                settle(.failure($0))
            }
        }
    }

    func hurry(within limit: Duration) { self.open.hurry(within: limit) }

    func close() async {
        await withCheckedContinuation { continuation in
            let (isOver, threads) = self.state.withLock { state in
                let threads = state.isClosed ? 0 : state.started
                state.isClosed = true
                let isOver = state.ended == state.started || self.open.hasAbandoned
                if !isOver { state.closers.append(continuation) }
                return (isOver, threads)
            }
            for _ in 0..<threads { self.wake.signal() }
            if isOver { continuation.resume() }
        }
    }

    private func add(
        _ run: @escaping @Sendable (ConnectionWorker) -> Void, refuse: @escaping @Sendable (StoreError) -> Void
    ) {
        enum Admission { case refused(String), accepted(id: Int, mustWait: Bool, needsThread: Bool) }
        let admission: Admission = self.state.withLock { state in
            guard !state.isClosed else { return .refused("the database is closed") }
            guard state.jobs.count < Self.maxQueue else {
                return .refused("too many transactions are waiting for a connection")
            }
            state.nextID += 1
            state.jobs.append(Job(id: state.nextID, run: run, refuse: refuse))
            let isOutnumbered = state.jobs.count > state.idle
            let needsThread = isOutnumbered && state.started < self.size
            if needsThread { state.started += 1 }
            return .accepted(id: state.nextID, mustWait: isOutnumbered && !needsThread, needsThread: needsThread)
        }
        switch admission {
        case .refused(let reason): refuse(.unavailable(detail: reason))
        case .accepted(let id, let mustWait, let needsThread):
            if needsThread { self.startThread() }
            if mustWait { self.expire(id) }
            self.wake.signal()
        }
    }

    /// Refuses a job that still waits at its deadline. No pool thread can do that, because all may be busy until then.
    private func expire(_ id: Int) {
        let deadline = DispatchTime.now() + .milliseconds(Int(self.limits.queueing.milliseconds))
        DispatchQueue.global().asyncAfter(deadline: deadline) { [weak self] in
            let job = self?.state.withLock { state in
                state.jobs.firstIndex { $0.id == id }.map { state.jobs.remove(at: $0) }
            }
            job?.refuse(.unavailable(detail: "no connection became free in time"))
        }
    }

    private func startThread() {
        let thread = Thread { self.work() }
        thread.name = "postgresql"
        thread.start()
    }

    private func work() {
        Self.blockBrokenPipes()
        let worker = self.makeWorker()
        while true {
            self.state.withLock { $0.idle += 1 }
            self.wake.wait()
            let (job, isOver) = self.state.withLock { state in
                state.idle -= 1
                // An expired job leaves its signal behind.
                return (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isClosed)
            }
            if let job {
                let mark = self.statements.begin()
                defer { mark.end() }
                worker.mark = mark
                job.run(worker)
            } else if isOver {
                worker.close()
                return self.end()
            }
        }
    }

    private func end() {
        let closers = self.state.withLock { state in
            state.ended += 1
            guard state.ended == state.started else { return [CheckedContinuation<Void, Never>]() }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    /// Blocks SIGPIPE, so that a server that closes the connection causes a write error in any library below libpq.
    private static func blockBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
