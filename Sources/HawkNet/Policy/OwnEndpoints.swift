import NIOCore

/// The sockets of this installation itself, with wildcards resolved to the addresses that this machine has.
struct OwnEndpoints: Sendable {
    private var exact: Set<Endpoint> = []
    private var loopbackPorts: Set<Int> = []

    init(_ endpoints: [Endpoint]) {
        for endpoint in endpoints {
            switch AddressKind(endpoint.ip) {
            case .unspecified:
                self.loopbackPorts.insert(endpoint.port)
                for address in Self.machineAddresses { self.exact.insert(Endpoint(ip: address, port: endpoint.port)) }
            case .loopback:
                self.loopbackPorts.insert(endpoint.port)
            default:
                self.exact.insert(endpoint)
            }
        }
    }

    func contains(_ ip: IPAddress, _ port: Int) -> Bool {
        if self.loopbackPorts.contains(port), case .loopback = AddressKind(ip) { return true }
        return self.exact.contains(Endpoint(ip: ip, port: port))
    }

    private static var machineAddresses: [IPAddress] {
        // A machine that will not list its interfaces still has its loopback ones, which are covered apart.
        let devices = (try? System.enumerateDevices()) ?? []
        return devices.compactMap { $0.address.flatMap(IPAddress.init) }
    }
}
