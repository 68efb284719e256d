import Dispatch
import HawkCore
import Synchronization

/// Wakes the one thread that waits for it. Repeated wakes merge into one.
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

    /// Returns when it is woken, or after `limit`.
    /// - Returns: true if it was woken.
    @discardableResult
    func wait(_ limit: Duration) -> Bool {
        guard self.semaphore.wait(timeout: .now() + .microseconds(Int(limit.microseconds))) == .success else { return false }
        self.isSignaled.withLock { $0 = false }
        return true
    }
}
