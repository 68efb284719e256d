import Synchronization

/// The requests that this process has accepted and not answered, and whether their callers still wait. Each caller keeps a key
/// while it waits.
final class OpenRequests: Sendable {
    private struct State {
        var watches: [String: CallerPresence] = [:]
        var looked: [String] = []
        var next = ContinuousClock.now
    }

    /// How often the keys are read.
    private static let interval = Duration.milliseconds(500)

    private let keys: RedisKeys
    private let state = Mutex(State())

    init(_ keys: RedisKeys) { self.keys = keys }

    func open(_ name: String) -> CallerPresence {
        let watch = CallerPresence()
        self.state.withLock { $0.watches[name] = watch }
        return watch
    }

    /// Removes a request that was answered or never will be.
    func close(_ name: String) { self.state.withLock { $0.watches[name] = nil } }

    /// Returns the commands to send to Redis now, if any. Their replies go to `handleReplies`.
    func look() -> [RedisCommand] {
        let names = self.state.withLock { state -> [String] in
            state.looked = state.watches.isEmpty || ContinuousClock.now < state.next ? [] : Array(state.watches.keys)
            if !state.looked.isEmpty { state.next = .now + Self.interval }
            return state.looked
        }
        return names.isEmpty ? [] : [RedisCommand(["MGET"] + names.map { .text(self.keys.requester($0)) })]
    }

    /// - Parameter replies: to the commands that `look` returned last.
    func handleReplies(_ replies: ArraySlice<RedisReply>) {
        guard let values = replies.first?.list else { return }
        let gone = self.state.withLock { state -> [CallerPresence] in
            let missing = zip(state.looked, values).filter { $0.1.bytes == nil }.map(\.0)
            return missing.compactMap { state.watches.removeValue(forKey: $0) }
        }
        for watch in gone { watch.leave() }
    }
}
