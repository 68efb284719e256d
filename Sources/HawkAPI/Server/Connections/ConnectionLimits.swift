/// The number of connections that a listener accepts.
package struct ConnectionLimits: Sendable, Equatable {
    /// Above it, further connections wait to be accepted.
    package let max: Int
    /// Per client network that is not a trusted proxy. Above it, further connections are closed at once.
    package let maxPerClient: Int

    /// One client gets a quarter. Four clients are needed to fill the listener, and an office behind one address can still
    /// connect.
    package init(max: Int) {
        self.max = max
        self.maxPerClient = min(Swift.max(max / 4, min(max, 8)), 1_000)
    }

    package init(max: Int, maxPerClient: Int) {
        self.max = max
        self.maxPerClient = maxPerClient
    }
}
