import CLinux
import Glibc

/// Wakes a thread that waits in `poll`: an eventfd, open as long as anyone holds it.
package final class PollWaker: Sendable {
    /// For `poll`.
    package let descriptor: Int32

    /// nil: no descriptor is left.
    package init?() {
        self.descriptor = hawk_eventfd()
        guard self.descriptor >= 0 else { return nil }
    }

    deinit { if self.descriptor >= 0 { close(self.descriptor) } }

    package func wake() {
        var one: UInt64 = 1
        // Cannot fail in a way that matters: a full counter means that it is signaled already.
        _ = write(self.descriptor, &one, 8)
    }

    /// Makes it quiet again.
    package func reset() {
        var count: UInt64 = 0
        // Nothing to do about a failure: it was quiet.
        _ = read(self.descriptor, &count, 8)
    }
}
