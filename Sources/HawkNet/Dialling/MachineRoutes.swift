import Glibc
import NIOCore

/// Whether this machine has a route to the internet at large, by family.
package enum MachineRoutes {
    package static func reach(_ family: IPAddress.Family) -> Bool {
        // Connecting a datagram socket looks the route up and sends nothing. The addresses belong to a root name server.
        guard let address = IPAddress(family == .v4 ? "198.41.0.4" : "2001:503:ba3e::2:30") else { return true }
        let socket = socket(family == .v4 ? AF_INET : AF_INET6, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return errno != EAFNOSUPPORT }
        defer { close(socket) }
        return address.socketAddress(port: 53).withSockAddr { connect(socket, $0, socklen_t($1)) } == 0
    }
}
