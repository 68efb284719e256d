/// Resolves host names.
package final class Resolver: Sendable {
    /// Which name servers are asked.
    package enum Servers: Sendable, Equatable {
        /// Those of `/etc/resolv.conf`, after `/etc/hosts`.
        case system
        /// These instead, as `address:port`.
        case only([String])
    }

    private let servers: Servers

    package init(servers: Servers = .system) {
        self.servers = servers
    }

    /// Ends the resolver's thread; what is still asked fails.
    package func shutdown() {}
}
