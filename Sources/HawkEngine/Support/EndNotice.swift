import Synchronization

/// Signals that the process is about to end, before its parts are stopped.
package final class EndNotice: Sendable {
    private let begun = Mutex(false)

    package init() {}

    package var hasBegun: Bool { self.begun.withLock { $0 } }

    package func begin() { self.begun.withLock { $0 = true } }
}
