#if canImport(Glibc)
    import Glibc
#endif

/// An address and port of this machine to listen on.
struct ListenAddress: Sendable, Equatable {
    /// Empty for all addresses.
    let host: String
    let port: Int

    /// The URL for programs on this machine.
    var url: String {
        let shown = self.isUnspecified ? "localhost" : self.host.contains(":") ? "[\(self.host)]" : self.host
        return "http://\(shown):\(self.port)"
    }

    /// Whether other machines can reach it.
    var isBeyondLoopback: Bool { !(self.host == "localhost" || self.host == "::1" || self.host.hasPrefix("127.")) }

    /// Whether both cannot be listened on together. Port 0 means any free port.
    func clashes(with other: ListenAddress) -> Bool {
        guard self.port == other.port, self.port != 0 else { return false }
        return self.isUnspecified || other.isUnspecified || self.numericHost == other.numericHost
    }

    /// The host to bind to. For all addresses, it is that of IPv6, if available, because its sockets also accept IPv4.
    var socketHost: String { self.host.isEmpty ? (Self.servesBothFamilies ? "::" : "0.0.0.0") : self.host }

    private static var servesBothFamilies: Bool {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var excludesIPv4: Int32 = 1
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &excludesIPv4, &length) == 0, excludesIPv4 == 0 else {
            return false
        }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        // SAFETY: both are plain C structs; `sockaddr_in6` is the IPv6 form of `sockaddr`, and its length is passed.
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
        return status == 0
    }

    private var isUnspecified: Bool { self.host.isEmpty || self.host == "0.0.0.0" || self.host == "::" }
    private var numericHost: String { self.host == "localhost" ? "127.0.0.1" : self.host }
}
