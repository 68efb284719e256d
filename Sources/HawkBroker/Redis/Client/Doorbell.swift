import Dispatch
import HawkCore
import Synchronization

/// Wakes the one thread that waits for it. Ringing twice is ringing once.
final class Doorbell: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let isRung = Mutex(false)

    func ring() {
        let wasRung = self.isRung.withLock { rung in
            defer { rung = true }
            return rung
        }
        if !wasRung { self.semaphore.signal() }
    }

    /// Comes back when it rings, or after `limit`.
    /// - Returns: whether it rang.
    @discardableResult
    func wait(_ limit: Duration) -> Bool {
        guard self.semaphore.wait(timeout: .now() + .microseconds(Int(limit.microseconds))) == .success else { return false }
        self.isRung.withLock { $0 = false }
        return true
    }
}
