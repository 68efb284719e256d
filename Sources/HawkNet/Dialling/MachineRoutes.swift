import Glibc
package import HawkCore
import NIOCore

/// Looks up this machine's own routes to an address, without sending a packet.
package enum MachineRoutes {
    /// Returns whether an error of a connection or packet comes from this machine's routes, rather than a router on the path.
    /// - Throws: if the lookup itself fails.
    package static func explain(_ code: Int32, to address: IPAddress) throws(RunnerFault) -> Bool {
        // Connecting a datagram socket only looks up the route.
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = socket(address.family == .v4 ? AF_INET : AF_INET6, kind, 0)
        guard socket >= 0 else {
            let failure = errno
            if failure == EAFNOSUPPORT { return true }
            throw RunnerFault(MachineFault.sentence(for: failure) ?? String(cString: strerror(failure)))
        }
        defer { close(socket) }
        // A route has no port, so any will do.
        return address.socketAddress(port: 53).withSockAddr { connect(socket, $0, socklen_t($1)) } != 0 && errno == code
    }
}
