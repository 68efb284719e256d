import HawkCore
import Synchronization

/// Wake-ups and live events between processes. Each kind has one bounded stream, which every listening process reads separately.
final class RedisNotifications: Sendable {
    /// Entries in the stream. Each holds up to `eventsPerEntry` events.
    private static let eventCapacity = 2_000
    private static let eventsPerEntry = 100
    private static let wakeUpCapacity = 100

    private struct State {
        var wakeUps: [WakeUp: Listeners<Void>] = [:]
        var events = Listeners<LiveEvent>()
        var eventFollower: StreamFollower?
        var wakeUpFollower: StreamFollower?
        var isClosed = false
    }

    private static let missed = LiveEvent(organization: nil, at: .epoch, kind: .missed)

    private let address: RedisAddress
    private let keys: RedisKeys
    private let pipeline: RedisPipeline
    private let observer: BrokerObserver
    private let state = Mutex(State())

    init(_ address: RedisAddress, keys: RedisKeys, pipeline: RedisPipeline, observer: BrokerObserver) {
        self.address = address
        self.keys = keys
        self.pipeline = pipeline
        self.observer = observer
        self.state.withLock { $0.events.overflow = Self.missed }
    }

    func wake(_ topic: WakeUp) {
        self.pipeline.post([
            ["XADD", .text(self.keys.wakeUps), "MAXLEN", "~", "\(Self.wakeUpCapacity)", "*", "t", .text(topic.rawValue)]
        ])
    }

    func publish(_ events: [LiveEvent]) {
        guard !events.isEmpty else { return }
        let commands = stride(from: 0, to: events.count, by: Self.eventsPerEntry).map { start in
            let batch = events[start..<min(start + Self.eventsPerEntry, events.count)]
            return RedisCommand(
                ["XADD", .text(self.keys.events), "MAXLEN", "~", "\(Self.eventCapacity)", "*"]
                    + batch.flatMap { ["e", .bytes($0.wireBytes)] as [RedisCommand.Argument] })
        }
        self.pipeline.post(commands)
    }

    func wakeUps(_ topic: WakeUp) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id: Int? = self.state.withLock { state in
            guard !state.isClosed else { return nil }
            if state.wakeUpFollower == nil { state.wakeUpFollower = self.followWakeUps() }
            return state.wakeUps[topic, default: Listeners()].add(continuation)
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.wakeUps[topic]?.remove(id) } }
        return stream
    }

    func events() -> AsyncStream<LiveEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: LiveEvent.self, bufferingPolicy: .bufferingNewest(4_096))
        let id: Int? = self.state.withLock { state in
            guard !state.isClosed else { return nil }
            if state.eventFollower == nil { state.eventFollower = self.followEvents() }
            return state.events.add(continuation)
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.events.remove(id) } }
        return stream
    }

    /// Ends all streams.
    func stop() {
        let (wakeUps, events) = self.state.withLock { state in
            state.isClosed = true
            state.eventFollower?.stop()
            state.wakeUpFollower?.stop()
            defer {
                state.wakeUps = [:]
                state.events = Listeners()
            }
            return (Array(state.wakeUps.values), state.events)
        }
        for listeners in wakeUps { listeners.finish() }
        events.finish()
    }

    func join() async {
        let followers = self.state.withLock { [$0.eventFollower, $0.wakeUpFollower] }
        for follower in followers { await follower?.join() }
    }

    private func followWakeUps() -> StreamFollower {
        StreamFollower(
            self.keys.wakeUps, capacity: Self.wakeUpCapacity, address: self.address, observer: self.observer,
            callbacks: .init(
                receive: { [weak self] entry in
                    let topic = entry.values.first.flatMap { WakeUp(rawValue: String(decoding: $0, as: UTF8.self)) }
                    if let topic { self?.notify([topic]) } else { self?.observer.count(.unreadable, 1) }
                },
                // An unneeded wake-up costs only a search.
                miss: { [weak self] in self?.notify(WakeUp.allCases) }))
    }

    private func followEvents() -> StreamFollower {
        StreamFollower(
            self.keys.events, capacity: Self.eventCapacity, address: self.address, observer: self.observer,
            callbacks: .init(
                receive: { [weak self] entry in self?.notify(entry.values) },
                miss: { [weak self] in self?.state.withLock { $0.events.notify(Self.missed) } }))
    }

    private func notify(_ topics: [WakeUp]) {
        self.state.withLock { state in
            for topic in topics { state.wakeUps[topic]?.notify(()) }
        }
    }

    private func notify(_ encoded: [[UInt8]]) {
        var events: [LiveEvent] = []
        for bytes in encoded {
            do {
                events.append(try LiveEvent(wireBytes: bytes))
            } catch {
                self.observer.count(.unreadable, 1)
            }
        }
        self.state.withLock { state in
            for event in events { state.events.notify(event) }
        }
    }
}
