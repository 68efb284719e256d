import CLinux
import Glibc

/// Wakes a thread that waits in `poll`: an eventfd that stays open as long as this object exists.
package final class PollWaker: Sendable {
    /// For `poll`.
    package let descriptor: Int32

    /// Returns nil if no descriptor is left.
    package init?() {
        self.descriptor = hawk_eventfd()
        guard self.descriptor >= 0 else { return nil }
    }

    deinit { if self.descriptor >= 0 { close(self.descriptor) } }

    package func wake() {
        var one: UInt64 = 1
        // No failure matters: a full counter means that it is already signaled.
        _ = write(self.descriptor, &one, 8)
    }

    /// Clears the signal.
    package func reset() {
        var count: UInt64 = 0
        // A failure means that it was not signaled.
        _ = read(self.descriptor, &count, 8)
    }
}
