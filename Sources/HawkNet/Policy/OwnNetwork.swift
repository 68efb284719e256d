import NIOCore
import Synchronization

/// A server that this installation uses, as configured: by name or address.
package struct OwnServer: Hashable, Sendable {
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = HostName(host)?.text ?? host
        self.port = port
    }
}

/// The network facts that the policy needs: this installation's own sockets, which are never targets, and the network's
/// translation prefixes. Both may change while the process runs.
package final class OwnNetwork: Sendable {
    /// How long an address of our server names counts as ours after it was last seen. Names with several addresses rotate them.
    private static let memory = Duration.seconds(600)

    fileprivate struct State {
        var fixed: [Endpoint]
        var servers: [OwnServer: [IPAddress: ContinuousClock.Instant]] = [:]
        var prefixes: [TranslationPrefix] = []
        var view: OwnSockets
    }

    private let state: Mutex<State>

    init(_ endpoints: [Endpoint]) {
        self.state = Mutex(State(fixed: endpoints, view: OwnSockets(endpoints, servers: [])))
    }

    var sockets: OwnSockets { self.state.withLock { $0.view } }
    var prefixes: [TranslationPrefix] { self.state.withLock { $0.prefixes } }

    /// Adds one of our own sockets, such as a listener whose port was chosen at its start.
    package func add(_ endpoint: Endpoint) {
        self.state.withLock { state in
            state.fixed.append(endpoint)
            state.makeView()
        }
    }

    /// Records the present addresses of our servers' names. A name that has none now keeps its old ones.
    package func learn(
        _ addresses: [OwnServer: [IPAddress]], translation: [TranslationPrefix]? = nil, at now: ContinuousClock.Instant = .now
    ) {
        self.state.withLock { state in
            for (server, addresses) in addresses {
                var known = state.servers[server] ?? [:]
                for address in addresses { known[address] = now }
                if !addresses.isEmpty { known = known.filter { now - $0.value < Self.memory } }
                state.servers[server] = known
            }
            if let translation { state.prefixes = translation }
            state.makeView()
        }
    }
}

extension OwnNetwork.State {
    fileprivate mutating func makeView() {
        let named = self.servers.flatMap { server, addresses in
            addresses.keys.map { Endpoint(ip: $0, port: server.port) }
        }
        self.view = OwnSockets(self.fixed + named, servers: Array(self.servers.keys))
    }
}

/// The known sockets of this installation at one time.
struct OwnSockets: Sendable {
    private var exact: Set<Endpoint> = []
    /// Ports on this machine. The same program may answer on any of its addresses.
    private var localPorts: Set<Int> = []
    private let local: Set<IPAddress>
    private let servers: Set<OwnServer>

    init(_ endpoints: [Endpoint], servers: [OwnServer]) {
        self.servers = Set(servers)
        self.local = Self.machineAddresses
        for endpoint in endpoints {
            if self.isLocal(endpoint.ip) { self.localPorts.insert(endpoint.port) } else { self.exact.insert(endpoint) }
        }
    }

    func contains(_ ip: IPAddress, _ port: Int) -> Bool {
        self.exact.contains(Endpoint(ip: ip, port: port)) || (self.localPorts.contains(port) && self.isLocal(ip))
    }

    var haveNames: Bool { !self.servers.isEmpty }

    /// Returns whether a name and port are one of our servers, regardless of its present address.
    func contains(_ name: HostName, _ port: Int) -> Bool { self.servers.contains(OwnServer(host: name.text, port: port)) }

    private func isLocal(_ ip: IPAddress) -> Bool {
        switch AddressKind(ip) {
        case .loopback, .unspecified: true
        default: self.local.contains(ip)
        }
    }

    private static var machineAddresses: Set<IPAddress> {
        // If a machine does not list its interfaces, its loopback ones are still covered separately.
        let devices = (try? System.enumerateDevices()) ?? []
        return Set(devices.compactMap { $0.address.flatMap(IPAddress.init) })
    }
}
