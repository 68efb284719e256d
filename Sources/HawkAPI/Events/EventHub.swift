package import HawkCore
package import HawkEngine
import ServiceLifecycle
import Synchronization

/// Distributes live events to the listeners of this process. All share one bounded ring, and a listener has only a
/// position in it. If it falls behind the ring, it must fetch everything again. A stream ends soon after its listener loses the
/// right to it, in whichever process that happens.
package final class EventHub: Service {
    /// The maximum number of listeners of an organization, and of one session or token within it.
    package struct Limits: Sendable {
        let perOrganization: Int
        let perCaller: Int

        /// - Parameter streams: the maximum number of streams of the process. One organization gets at most half of them.
        package init(streams: Int = 10_000) {
            self.perOrganization = min(max(streams / 2, 1), 100)
            self.perCaller = min(max(self.perOrganization / 2, 1), 20)
        }
    }

    /// If rights cannot be verified for this long, all streams end.
    private static let maxUnchecked = Duration.seconds(30)

    private struct Place {
        let principal: Principal
        let signal: AsyncStream<Void>.Continuation
    }

    private struct State {
        var ring = EventRing()
        var next = 0
        var places: [Int: Place] = [:]
        var listeners: [ID<Organization>: Int] = [:]
        var callers: [Principal.Caller: Int] = [:]
    }

    /// Distinguishes the event numbers of this process from those of others.
    let epoch = String(UInt64.random(in: .min ... .max), radix: 36)
    private let source: @Sendable () -> AsyncStream<LiveEvent>
    /// How often a silent stream sends a sign of life.
    let beat: Duration
    private let limits: Limits
    private let recheck: Duration
    private let current: @Sendable (Set<Principal>) async throws -> Set<Principal>
    private let troubles: TroubleLog
    private let state = Mutex(State())

    /// - Parameters:
    ///   - source: returns the live events from now on.
    ///   - recheck: how often rights are verified, for all listeners at once. A listener without rights keeps its stream at most
    ///     this long.
    ///   - current: returns the principals that still have the rights they had when they joined.
    package init(
        _ source: @escaping @Sendable () -> AsyncStream<LiveEvent>, limits: Limits = Limits(), beat: Duration = .seconds(15),
        troubles: TroubleLog, recheck: Duration = .seconds(1),
        current: @escaping @Sendable (Set<Principal>) async throws -> Set<Principal>
    ) {
        self.source = source
        self.limits = limits
        self.beat = beat
        self.troubles = troubles
        self.recheck = recheck
        self.current = current
    }

    package func run() async throws {
        let events = self.source()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await cancelWhenGracefulShutdown { for await event in events { self.append(event) } } }
            group.addTask {
                await cancelWhenGracefulShutdown {
                    for await _ in PeriodicLoop(every: self.beat, after: self.beat) { self.wakeAll() }
                }
            }
            group.addTask { await cancelWhenGracefulShutdown { await self.watchRights() } }
        }
    }

    private func watchRights() async {
        var lastKnown = ContinuousClock.now
        for await _ in PeriodicLoop(every: self.recheck, after: self.recheck) {
            let places = self.state.withLock { $0.places }
            let succeeded = await self.troubles.track(.rights) {
                let current = places.isEmpty ? [] : try await self.current(Set(places.values.map(\.principal)))
                lastKnown = .now
                for place in places.values where !current.contains(place.principal) { place.signal.finish() }
            }
            if !succeeded, lastKnown.duration(to: .now) >= Self.maxUnchecked {
                for place in places.values { place.signal.finish() }
            }
        }
    }

    /// A listener's place. Released with the last reference to it, even if the stream never starts.
    final class Listener: Sendable {
        var organization: ID<Organization> { self.principal.organization }
        /// The number of the newest event when the listener joined.
        let newest: Int64
        private let principal: Principal
        private let hub: EventHub
        private let id: Int

        fileprivate init(_ id: Int, of principal: Principal, newest: Int64, in hub: EventHub) {
            self.id = id
            self.principal = principal
            self.newest = newest
            self.hub = hub
        }

        deinit { self.hub.leave(self.id, self.principal) }
    }

    /// - Parameter signal: woken when there may be more events.
    /// - Throws: `OperationError` with `rateLimited` if the organization or the caller has too many streams.
    func join(_ principal: Principal, signal: AsyncStream<Void>.Continuation) throws(OperationError) -> Listener {
        // Rights do not depend on the origin of a request.
        var principal = principal
        principal.origin = nil
        return try self.join(listening: principal, signal: signal)
    }

    private func join(
        listening principal: Principal, signal: AsyncStream<Void>.Continuation
    ) throws(OperationError) -> Listener {
        enum Answer { case place(id: Int, newest: Int64), refused(String) }
        let limits = self.limits
        let answer: Answer = self.state.withLock { state in
            guard state.listeners[principal.organization, default: 0] < limits.perOrganization else {
                return .refused("an organization may have at most \(limits.perOrganization) open event streams")
            }
            guard state.callers[principal.caller, default: 0] < limits.perCaller else {
                return .refused("a session or token may have at most \(limits.perCaller) open event streams")
            }
            state.next += 1
            state.listeners[principal.organization, default: 0] += 1
            state.callers[principal.caller, default: 0] += 1
            state.places[state.next] = Place(principal: principal, signal: signal)
            return .place(id: state.next, newest: state.ring.newest)
        }
        switch answer {
        case .place(let id, let newest): return Listener(id, of: principal, newest: newest, in: self)
        case .refused(let why): throw OperationError(.rateLimited(retryAfter: .seconds(10)), why)
        }
    }

    private func leave(_ id: Int, _ principal: Principal) {
        self.state.withLock { state in
            state.places[id] = nil
            Self.decrease(&state.listeners, principal.organization)
            Self.decrease(&state.callers, principal.caller)
        }
    }

    private static func decrease<Key: Hashable>(_ counts: inout [Key: Int], _ key: Key) {
        let rest = counts[key, default: 1] - 1
        counts[key] = rest > 0 ? rest : nil
    }

    /// Returns the events after a number that an organization may see, and the number to continue from.
    /// - Returns: nil instead of events if some were missed; the client must then fetch everything again.
    func events(
        after number: Int64, of organization: ID<Organization>
    ) -> (events: [(number: Int64, event: LiveEvent)]?, newest: Int64) {
        self.state.withLock { state in
            let events = state.ring.events(after: number)
            return (events?.filter { $0.event.organization == nil || $0.event.organization == organization }, state.ring.newest)
        }
    }

    private func append(_ event: LiveEvent) {
        // Streams of this hub do not carry this event.
        if event.kind == .pagesEdited { return }
        let isNew = self.state.withLock { state in
            if event.kind == .missed {
                state.ring.clear()
                return true
            }
            return state.ring.append(event)
        }
        if isNew { self.wakeAll() }
    }

    private func wakeAll() {
        let places = self.state.withLock { Array($0.places.values) }
        for place in places { place.signal.yield() }
    }
}
