package import HawkBroker
import HawkCore
import ServiceLifecycle
import Synchronization

/// Hands the broker's events to the listeners of this process. Nothing is kept for a listener but its place in one bounded ring:
/// who falls out of it is told to fetch anew.
package final class EventHub: Service {
    /// How many listeners an organization may have.
    static let listenersPerOrganization = 100
    private struct State {
        var ring = EventRing()
        var next = 0
        var signals: [Int: AsyncStream<Void>.Continuation] = [:]
        var listeners: [ID<Organization>: Int] = [:]
    }

    /// Tells this process's numbers from another's.
    let epoch = String(UInt64.random(in: .min ... .max), radix: 36)
    private let broker: any Broker
    /// How often a silent stream says that it lives.
    let beat: Duration
    private let state = Mutex(State())

    package init(_ broker: any Broker, beat: Duration = .seconds(15)) {
        self.broker = broker
        self.beat = beat
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
        }
    }

    /// A listener's place, given up with the last reference to it: also where the stream is never begun.
    final class Listener: Sendable {
        let organization: ID<Organization>
        /// The number of the newest event when it came.
        let newest: Int64
        private let hub: EventHub
        private let id: Int

        fileprivate init(_ id: Int, of organization: ID<Organization>, newest: Int64, in hub: EventHub) {
            self.id = id
            self.organization = organization
            self.newest = newest
            self.hub = hub
        }

        deinit { self.hub.leave(self.id, self.organization) }
    }

    /// - Parameter signal: told whenever there may be more.
    /// - Throws: `OperationError` with `rateLimited` where the organization has too many already.
    func join(
        _ organization: ID<Organization>, signal: AsyncStream<Void>.Continuation
    ) throws(OperationError) -> Listener {
        let place: (id: Int, newest: Int64)? = self.state.withLock { state in
            guard state.listeners[organization, default: 0] < Self.listenersPerOrganization else { return nil }
            state.next += 1
            state.listeners[organization, default: 0] += 1
            state.signals[state.next] = signal
            return (state.next, state.ring.newest)
        }
        guard let place else {
            throw OperationError(
                .rateLimited(retryAfter: .seconds(10)),
                "an organization may have \(Self.listenersPerOrganization) open event streams")
        }
        return Listener(place.id, of: organization, newest: place.newest, in: self)
    }

    private func leave(_ id: Int, _ organization: ID<Organization>) {
        self.state.withLock { state in
            state.signals[id] = nil
            let rest = state.listeners[organization, default: 1] - 1
            state.listeners[organization] = rest > 0 ? rest : nil
        }
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
        let signals = self.state.withLock { Array($0.signals.values) }
        for signal in signals { signal.yield() }
    }
}
