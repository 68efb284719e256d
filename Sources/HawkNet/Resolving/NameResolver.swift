import HawkCore
package import NIOCore
import Synchronization

/// Resolves host names of both families through c-ares, with `/etc/hosts` and `/etc/resolv.conf`.
package final class NameResolver: Sendable {
    /// The name servers to query.
    package enum Servers: Sendable, Equatable {
        /// The servers of a file like `/etc/resolv.conf`, with its search list.
        /// - path: nil for `/etc/resolv.conf` itself.
        /// - port: the port on which they listen.
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

    /// - Parameter maxOutstanding: the maximum number of queries in progress. Further ones fail at once.
    package init(servers: Servers = .system, maxOutstanding: Int = 8_192) {
        self.thread = ResolverThread(servers: servers, maxOutstanding: maxOutstanding)
    }

    deinit { self.thread.stop() }

    /// Ends the resolver's thread. Outstanding queries fail.
    package func shutdown() { self.thread.stop() }

    /// Returns the addresses of a host, IPv6 before IPv4. An address resolves to itself.
    ///
    /// - Parameters:
    ///   - family: the required family, or nil for either. The answer may also have addresses of the other one.
    ///   - fresh: whether to query the name servers even if the answer is cached.
    ///   - deadline: after it, the future fails with `RunnerFault`.
    ///   - wheel: the wheel of the calling event loop, on which the future completes.
    /// - Returns: a future. It fails with `TargetFailure` (`dns`) if the name does not exist or has no address. It fails with
    ///   `RunnerFault` if our name servers give no answer: silent, unreachable, SERVFAIL.
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
        return lookup.start(on: self.thread, isFresh: fresh, deadline: deadline)
    }

    /// Queries records of the exact name, never from a cache, and without hosts file and search list.
    ///
    /// - Parameters:
    ///   - type: its number in messages.
    ///   - servers: nil for this machine's.
    ///   - overTCP: whether to use TCP from the start, not only after a truncated answer.
    ///   - loop: the event loop on which the answer's future completes.
    package func query(
        for name: String, type: UInt16, of servers: [Endpoint]?, overTCP: Bool, on loop: any EventLoop
    ) -> RecordQuery {
        let number = self.numbers.add(1, ordering: .relaxed).newValue
        let query = RecordQuery(promise: loop.makePromise()) { [thread] in thread.forget(number) }
        let request = RecordRequest(
            number: number, name: name, type: type, servers: servers, overTCP: overTCP, completion: query.complete)
        self.thread.send([.records(request)])
        return query
    }
}
