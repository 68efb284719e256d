import HawkCore
package import NIOCore
import Synchronization

/// Resolves host names through c-ares, honouring `/etc/hosts` and `/etc/resolv.conf`, both families at once.
package final class NameResolver: Sendable {
    /// Which name servers are asked.
    package enum Servers: Sendable, Equatable {
        /// Those that a file names as `/etc/resolv.conf` does, with its search list.
        /// - path: nil for `/etc/resolv.conf` itself.
        /// - port: on which they listen.
        case configuration(path: String?, port: UInt16)
        /// These instead, as `address:port`.
        case only([String])

        package static let system = Servers.configuration(path: nil, port: 53)

        var isConfiguration: Bool {
            if case .configuration = self { true } else { false }
        }
    }

    private let thread: ResolverThread
    private let cache = ResolverCache()
    private let numbers = Atomic<UInt64>(0)

    /// - Parameter mostOutstanding: how many queries may be under way; further ones fail at once.
    package init(servers: Servers = .system, mostOutstanding: Int = 8_192) {
        self.thread = ResolverThread(servers: servers, mostOutstanding: mostOutstanding)
    }

    deinit { self.thread.stop() }

    /// Ends the resolver's thread; what is still asked fails.
    package func shutdown() { self.thread.stop() }

    /// The addresses of a host, IPv6 before IPv4; an address stands for itself.
    ///
    /// - Parameters:
    ///   - family: that is needed, and waited for; nil: either. There may be addresses of the other one in the answer.
    ///   - fresh: asks the name servers even where the answer is still known.
    ///   - deadline: after it the future fails with `RunnerFault`.
    ///   - wheel: of the event loop that asks, on which the future is completed.
    /// - Returns: fails with `TargetFailure` (`dns`) when the name does not exist or has no address, and with `RunnerFault` when our
    ///   name servers do not tell: silent, unreachable, SERVFAIL.
    package func resolve(
        _ host: String, family: IPAddress.Family? = nil, fresh: Bool, deadline: NIODeadline, on wheel: TimerWheel
    ) -> EventLoopFuture<Resolution> {
        let loop = wheel.eventLoop
        if let address = IPAddress(host) { return loop.makeSucceededFuture(Resolution([address])) }
        guard let name = HostName(host) else {
            return loop.makeFailedFuture(TargetFailure(.dns, "\"\(host)\" is not a host name"))
        }
        if !fresh, let known = self.cache.find(name, at: .now()) { return loop.makeSucceededFuture(Resolution(known)) }
        let lookup = Lookup(name, needing: family, wheel: wheel) { [cache] addresses, seconds in
            cache.store(addresses, ttl: seconds, of: name, at: .now())
        }
        return lookup.start(asking: self.thread, isFresh: fresh, deadline: deadline)
    }

    /// Asks for records, always anew, by the very name: without hosts file and search list.
    ///
    /// - Parameters:
    ///   - type: as it is numbered in messages.
    ///   - servers: nil for this machine's.
    ///   - overTCP: from the start, and not only where the answer does not fit into a datagram.
    ///   - loop: on which the answer's future is completed.
    package func ask(
        for name: String, type: UInt16, of servers: [Endpoint]?, overTCP: Bool, on loop: any EventLoop
    ) -> RecordQuery {
        let number = self.numbers.add(1, ordering: .relaxed).newValue
        let query = RecordQuery(promise: loop.makePromise()) { [thread] in thread.forget(number) }
        let question = RecordQuestion(
            number: number, name: name, type: type, servers: servers, overTCP: overTCP, completion: query.complete)
        self.thread.ask([.records(question)])
        return query
    }
}
