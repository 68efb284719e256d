/// How many connections a listener takes.
package struct ConnectionLimits: Sendable, Equatable {
    /// Past it, further ones wait to be accepted.
    package let max: Int
    /// From one client network that is no trusted proxy. Past it, further ones are closed at once.
    package let maxPerClient: Int

    /// A quarter for each client: four of them are needed to fill the listener, and an office behind one address is still served.
    package init(max: Int) {
        self.max = max
        self.maxPerClient = min(Swift.max(max / 4, min(max, 8)), 1_000)
    }

    package init(max: Int, maxPerClient: Int) {
        self.max = max
        self.maxPerClient = maxPerClient
    }
}
