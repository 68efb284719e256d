/// An address and port of this machine that we listen on.
struct ListenAddress: Sendable, Equatable {
    let host: String
    let port: Int

    /// Under what a program on this machine reaches it.
    var url: String {
        let shown = self.isUnspecified ? "localhost" : self.host.contains(":") ? "[\(self.host)]" : self.host
        return "http://\(shown):\(self.port)"
    }

    /// Whether anyone on another machine can reach it.
    var isBeyondLoopback: Bool { !(self.host == "localhost" || self.host == "::1" || self.host.hasPrefix("127.")) }

    /// Whether both cannot be listened on. Port 0 is any free one.
    func clashes(with other: ListenAddress) -> Bool {
        guard self.port == other.port, self.port != 0 else { return false }
        return self.isUnspecified || other.isUnspecified || self.numericHost == other.numericHost
    }

    private var isUnspecified: Bool { self.host == "0.0.0.0" || self.host == "::" }
    private var numericHost: String { self.host == "localhost" ? "127.0.0.1" : self.host }
}
