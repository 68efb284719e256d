/// Unsent alerts over all organizations, for the operator of the installation. Excluded are held deliveries, deliveries for
/// disabled channels and deliveries that are not yet due.
package struct AlertBacklog: Sendable, Equatable {
    package struct Share: Sendable, Equatable {
        package var count: Int
        /// Since when the oldest could have been sent. Nil if there is none.
        package var oldest: Instant?

        package init(count: Int = 0, oldest: Instant? = nil) {
            self.count = count
            self.oldest = oldest
        }
    }

    /// Deliveries that no notifier has claimed although the receiver is ready. We are to blame for the delay.
    package var waiting: Share
    /// Deliveries in progress, after a failure, or waiting for a receiver that is slow or requested a delay.
    package var retrying: Share

    package init(waiting: Share = Share(), retrying: Share = Share()) {
        self.waiting = waiting
        self.retrying = retrying
    }
}
