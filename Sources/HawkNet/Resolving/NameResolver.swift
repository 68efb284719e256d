import HawkCore
package import NIOCore

/// Resolves host names through c-ares, honouring `/etc/hosts` and `/etc/resolv.conf`, both families at once.
package final class NameResolver: Sendable {
    /// Which name servers are asked.
    package enum Servers: Sendable, Equatable {
        /// Those of `/etc/resolv.conf`, with its search list.
        case system
        /// These instead, as `address:port`.
        case only([String])
    }

    private let thread: ResolverThread
    private let cache = ResolverCache()

    package init(servers: Servers = .system) { self.thread = ResolverThread(servers: servers) }

    deinit { self.thread.stop() }

    /// Ends the resolver's thread; what is still asked fails.
    package func shutdown() { self.thread.stop() }

    /// The addresses of a host, IPv6 before IPv4; an address stands for itself.
    ///
    /// - Parameters:
    ///   - fresh: asks the name servers even where the answer is still known.
    ///   - deadline: after it the future fails with `RunnerFault`.
    ///   - wheel: of the event loop that asks, on which the future is completed.
    /// - Returns: fails with `TargetFailure` (`dns`) when the name does not exist or has no address, and with `RunnerFault` when our
    ///   name servers do not tell: silent, unreachable, SERVFAIL.
    package func resolve(
        _ host: String, fresh: Bool, deadline: NIODeadline, on wheel: TimerWheel
    ) -> EventLoopFuture<[IPAddress]> {
        let loop = wheel.eventLoop
        if let address = IPAddress(host) { return loop.makeSucceededFuture([address]) }
        guard let name = HostName(host) else {
            return loop.makeFailedFuture(TargetFailure(.dns, "\"\(host)\" is not a host name"))
        }
        if !fresh, let known = self.cache.find(name, at: .now()) { return loop.makeSucceededFuture(known) }
        let lookup = Lookup(name, wheel: wheel) { [cache] addresses, seconds in
            cache.store(addresses, ttl: seconds, of: name, at: .now())
        }
        return lookup.start(asking: self.thread, deadline: deadline)
    }
}
