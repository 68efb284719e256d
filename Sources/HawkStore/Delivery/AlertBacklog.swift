package import HawkCore

/// Alerts that have reached nobody yet, over all organizations: for whoever operates the installation. What is held, is for a
/// channel that is switched off, or is not to be sent before its time, is none.
package struct AlertBacklog: Sendable, Equatable {
    package struct Share: Sendable, Equatable {
        package var count: Int
        /// Since when the oldest could have been sent; nil where there is none.
        package var oldest: Instant?

        package init(count: Int = 0, oldest: Instant? = nil) {
            self.count = count
            self.oldest = oldest
        }
    }

    /// What no notifier has claimed, though the receiver is ready: ours to send.
    package var waiting: Share
    /// What is being sent or did not reach its receiver so far, or waits for a receiver that is slow or asked to wait.
    package var retrying: Share

    package init(waiting: Share = Share(), retrying: Share = Share()) {
        self.waiting = waiting
        self.retrying = retrying
    }
}
