import Synchronization

/// Says that the process has been asked to end, before each of its parts is.
package final class EndNotice: Sendable {
    private let begun = Mutex(false)

    package init() {}

    package var hasBegun: Bool { self.begun.withLock { $0 } }

    package func begin() { self.begun.withLock { $0 = true } }
}
