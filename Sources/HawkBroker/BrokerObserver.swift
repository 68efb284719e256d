/// Whoever measures a broker. Called on any thread; must not wait.
package struct BrokerObserver: Sendable {
    package var count: @Sendable (BrokerCount, Int) -> Void
    /// How many tasks of a location wait, and how long the oldest of them does; nil where it is not known or none waits.
    package var waiting: @Sendable (_ location: String, _ count: Int, _ oldest: Duration?) -> Void
    /// A connection failed; the sentence says how. Told at each attempt.
    package var trouble: @Sendable (String) -> Void

    package init(
        count: @escaping @Sendable (BrokerCount, Int) -> Void,
        waiting: @escaping @Sendable (_ location: String, _ count: Int, _ oldest: Duration?) -> Void,
        trouble: @escaping @Sendable (String) -> Void
    ) {
        self.count = count
        self.waiting = waiting
        self.trouble = trouble
    }

    package static let none = BrokerObserver(count: { _, _ in }, waiting: { _, _, _ in }, trouble: { _ in })
}

/// What a broker counts.
package enum BrokerCount: String, Sendable, CaseIterable {
    /// Tasks that were not taken within their interval: gaps.
    case stale
    /// Tasks of a scheduler that does not lead any more.
    case superseded
    /// Tasks beyond the bound of their queue, the oldest ones.
    case overflow
    /// What a newer version or somebody else wrote.
    case unreadable
    /// Tasks taken over from a runner that died.
    case reclaimed
    /// Connections that had to be made again.
    case reconnect
}
