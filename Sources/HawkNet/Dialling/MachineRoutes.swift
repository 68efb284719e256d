import Glibc
package import HawkCore
import NIOCore

/// What this machine's own routing says of an address, without a packet being sent.
package enum MachineRoutes {
    /// Whether an error of a connection, or of a packet, is what the routing of this machine says, rather than a router on the way.
    /// - Throws: where this machine cannot even be asked.
    package static func explain(_ code: Int32, to address: IPAddress) throws(RunnerFault) -> Bool {
        // Connecting a datagram socket looks the route up and does no more.
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = socket(address.family == .v4 ? AF_INET : AF_INET6, kind, 0)
        guard socket >= 0 else {
            let failure = errno
            if failure == EAFNOSUPPORT { return true }
            throw RunnerFault(MachineFault.sentence(for: failure) ?? String(cString: strerror(failure)))
        }
        defer { close(socket) }
        // Any port will do; a route has none.
        return address.socketAddress(port: 53).withSockAddr { connect(socket, $0, socklen_t($1)) } != 0 && errno == code
    }
}
