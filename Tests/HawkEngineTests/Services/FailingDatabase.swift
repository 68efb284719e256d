import HawkCore
import HawkStore
import Synchronization

/// Lets writes pass one by one, when a test allows it.
final class Turns: Sendable {
    private struct State {
        var waiting: [CheckedContinuation<Void, Never>] = []
        var held: CheckedContinuation<Void, Never>?
        var test: CheckedContinuation<Void, Never>?
        var isOver = false
    }

    private let state = Mutex(State())

    /// Waits for the turn of a write.
    func wait() async {
        await withCheckedContinuation { write in
            let awoken: CheckedContinuation<Void, Never>? = self.state.withLock { state in
                if state.isOver { return write }
                guard let test = state.test else {
                    state.waiting.append(write)
                    return nil
                }
                (state.test, state.held) = (nil, write)
                return test
            }
            awoken?.resume()
        }
    }

    /// Lets the last awaited write pass, and waits for the next one.
    func next() async {
        self.state.withLock { $0.held.take() }?.resume()
        await withCheckedContinuation { test in
            let isThere = self.state.withLock { state in
                guard !state.waiting.isEmpty else {
                    state.test = test
                    return false
                }
                state.held = state.waiting.removeFirst()
                return true
            }
            if isThere { test.resume() }
        }
    }

    /// Lets all writes pass from now on.
    func letAll() {
        let all = self.state.withLock { state in
            state.isOver = true
            defer { (state.waiting, state.held) = ([], nil) }
            return state.waiting + [state.held].compactMap(\.self)
        }
        for write in all { write.resume() }
    }
}

/// A database that can be unavailable.
final class FailingDatabase: Database {
    private let inner: any Database
    private let away = Mutex(false)
    private let refusal = Mutex<StoreError?>(nil)
    private let turns = Mutex<Turns?>(nil)

    /// From now on, each write waits for its turn.
    func holdWrites() -> Turns {
        let turns = Turns()
        self.turns.withLock { $0 = turns }
        return turns
    }

    init(_ inner: any Database) { self.inner = inner }

    var isAway: Bool {
        get { self.away.withLock { $0 } }
        set { self.away.withLock { $0 = newValue } }
    }

    /// The error of every write.
    var failure: StoreError? {
        get { self.refusal.withLock { $0 } }
        set { self.refusal.withLock { $0 = newValue } }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await self.inner.read(body)
    }

    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        guard !self.isAway else { throw StoreError.unavailable(detail: "away") }
        if let failure { throw failure }
        await self.turns.withLock { $0 }?.wait()
        return try await self.inner.write(body)
    }

    func close() async { await self.inner.close() }
}
