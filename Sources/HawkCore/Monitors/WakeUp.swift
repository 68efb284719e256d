/// The subject of a wake-up.
package enum WakeUp: String, Sendable, Hashable, CaseIterable {
    /// Monitors were created, changed, paused, resumed or deleted. For the scheduler.
    case monitorsChanged
    /// Alert events or deliveries are waiting. For the notifiers.
    case alertsPending
}
