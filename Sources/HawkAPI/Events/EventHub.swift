package import HawkBroker
package import HawkCore
package import HawkEngine
import ServiceLifecycle
import Synchronization

/// Hands the broker's events to the listeners of this process. Nothing is kept for a listener but its place in one bounded ring:
/// who falls out of it is told to fetch anew. A stream ends soon after its listener's right to it, whichever process ended that.
package final class EventHub: Service {
    /// Max listeners of an organization, and of one session or token within it.
    package struct Limits: Sendable {
        let perOrganization: Int
        let perCaller: Int

        /// - Parameter streams: max streams of the process; one organization gets no more than half of them.
        package init(streams: Int = 10_000) {
            self.perOrganization = min(max(streams / 2, 1), 100)
            self.perCaller = min(max(self.perOrganization / 2, 1), 20)
        }
    }

    /// Where nothing is known of the listeners' rights for this long, all are ended.
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

    /// Tells this process's numbers from another's.
    let epoch = String(UInt64.random(in: .min ... .max), radix: 36)
    private let broker: any Broker
    /// How often a silent stream says that it lives.
    let beat: Duration
    private let limits: Limits
    private let recheck: Duration
    private let current: @Sendable (Set<Principal>) async throws -> Set<Principal>
    private let troubles: TroubleLog
    private let state = Mutex(State())

    /// - Parameters:
    ///   - recheck: how often the listeners' rights are asked for, of all at once: the longest that one who lost them goes on.
    ///   - current: those who still may what they might when they came.
    package init(
        _ broker: any Broker, limits: Limits = Limits(), beat: Duration = .seconds(15), troubles: TroubleLog,
        recheck: Duration = .seconds(1), current: @escaping @Sendable (Set<Principal>) async throws -> Set<Principal>
    ) {
        self.broker = broker
        self.limits = limits
        self.beat = beat
        self.troubles = troubles
        self.recheck = recheck
        self.current = current
    }

    package func run() async throws {
        let events = self.broker.events()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await cancelWhenGracefulShutdown { for await event in events { self.take(event) } } }
            group.addTask {
                await cancelWhenGracefulShutdown {
                    while !Task.isCancelled {
                        try? await Task.sleep(for: self.beat)  // the loop's condition ends it when cancelled
                        self.wakeAll()
                    }
                }
            }
            group.addTask { await cancelWhenGracefulShutdown { await self.watchRights() } }
        }
    }

    private func watchRights() async {
        var lastKnown = ContinuousClock.now
        // `try?`: nil says that the task was cancelled.
        while (try? await Task.sleep(for: self.recheck)) != nil {
            let places = self.state.withLock { $0.places }
            do {
                let current = places.isEmpty ? [] : try await self.current(Set(places.values.map(\.principal)))
                lastKnown = .now
                self.troubles.end(.rights)
                for place in places.values where !current.contains(place.principal) { place.signal.finish() }
            } catch is CancellationError {
                return
            } catch {
                self.troubles.note(.rights, error)
                guard lastKnown.duration(to: .now) >= Self.maxUnchecked else { continue }
                for place in places.values { place.signal.finish() }
            }
        }
    }

    /// A listener's place, given up with the last reference to it: also where the stream is never begun.
    final class Listener: Sendable {
        var organization: ID<Organization> { self.principal.organization }
        /// The number of the newest event when it came.
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

    /// - Parameter signal: told whenever there may be more.
    /// - Throws: `OperationError` with `rateLimited` where the organization or the caller has too many already.
    func join(_ principal: Principal, signal: AsyncStream<Void>.Continuation) throws(OperationError) -> Listener {
        // Rights do not depend on where a request came from.
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

    /// What an organization may see of the events after a number, and the number to go on from.
    /// - Returns: no events where some were missed; then it is to be fetched anew.
    func events(
        after number: Int64, of organization: ID<Organization>
    ) -> (events: [(number: Int64, event: LiveEvent)]?, newest: Int64) {
        self.state.withLock { state in
            let events = state.ring.events(after: number)
            return (events?.filter { $0.event.organization == nil || $0.event.organization == organization }, state.ring.newest)
        }
    }

    private func take(_ event: LiveEvent) {
        // Of no concern to those who listen here.
        if event.kind == .pagesEdited { return }
        let isNews = self.state.withLock { state in
            if event.kind == .missed {
                state.ring.clear()
                return true
            }
            return state.ring.append(event)
        }
        if isNews { self.wakeAll() }
    }

    private func wakeAll() {
        let places = self.state.withLock { Array($0.places.values) }
        for place in places { place.signal.yield() }
    }
}
