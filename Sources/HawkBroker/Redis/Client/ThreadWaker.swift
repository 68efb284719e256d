import Dispatch
import HawkCore
import Synchronization

/// Wakes the one thread that waits for it. Ringing twice is ringing once.
final class ThreadWaker: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let isSignaled = Mutex(false)

    func wake() {
        let wasSignaled = self.isSignaled.withLock { signaled in
            defer { signaled = true }
            return signaled
        }
        if !wasSignaled { self.semaphore.signal() }
    }

    /// Comes back when it rings, or after `limit`.
    /// - Returns: whether it rang.
    @discardableResult
    func wait(_ limit: Duration) -> Bool {
        guard self.semaphore.wait(timeout: .now() + .microseconds(Int(limit.microseconds))) == .success else { return false }
        self.isSignaled.withLock { $0 = false }
        return true
    }
}
