/// Receives the measurements of a broker. Called on any thread; must not block.
package struct BrokerObserver: Sendable {
    package var count: @Sendable (BrokerCount, Int) -> Void
    /// The number of waiting tasks of a location and the age of the oldest. The age is nil if it is unknown or no task waits.
    package var waiting: @Sendable (_ location: String, _ count: Int, _ oldest: Duration?) -> Void
    /// A connection failed; the text gives the error. Called for each attempt.
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

/// The events that a broker counts.
package enum BrokerCount: String, Sendable, CaseIterable {
    /// Tasks that no runner took within their interval. Each leaves a gap.
    case stale
    /// Tasks of a scheduler that no longer leads.
    case superseded
    /// The oldest tasks, dropped because their queue was full.
    case overflow
    /// Data written by a newer version or another program.
    case unreadable
    /// Tasks taken over from a dead runner.
    case reclaimed
    /// Failed connections, each followed by another attempt.
    case reconnect
}
