package import HawkCore
import Synchronization

/// Lets each key do something so many times in a row, and then once in a while: a token bucket each (as a GCRA: one instant
/// per key), bounded in memory.
package final class RateLimiter: Sendable {
    private let burst: Int
    private let interval: Duration
    private let capacity: Int
    private let clock: any WallClock
    /// When each key's bucket will be full again. A key that is not here has a full one.
    private let fullAt = Mutex<[String: Instant]>([:])

    /// - Parameters:
    ///   - burst: how often in a row.
    ///   - interval: how long one more takes after that.
    ///   - capacity: how many keys are remembered; beyond it those closest to being allowed again are forgotten.
    package init(burst: Int, interval: Duration, capacity: Int = 20_000, clock: any WallClock) {
        self.burst = burst
        self.interval = interval
        self.capacity = capacity
        self.clock = clock
    }

    /// What a key may still do after an attempt.
    package struct Allowance: Sendable, Equatable {
        /// nil: the attempt is allowed; otherwise how long the key must wait.
        package let wait: Duration?
        /// How many more attempts are allowed at once.
        package let remaining: Int
        /// Until the whole burst is allowed again.
        package let untilFull: Duration
    }

    /// - Throws: `OperationError` with `rateLimited` where the key must wait.
    package func take(_ key: String) throws(OperationError) {
        if let wait = self.attempt(key).wait {
            throw OperationError(.rateLimited(retryAfter: wait), "too many attempts: wait before the next")
        }
    }

    /// Counts an attempt where it is allowed.
    package func attempt(_ key: String) -> Allowance {
        let now = self.clock.now
        let window = self.interval * self.burst
        return self.fullAt.withLock { fullAt in
            let full = max(fullAt[key] ?? now, now)
            let next = full + self.interval
            let wait = next - now - window
            guard wait <= .zero else { return Allowance(wait: wait, remaining: 0, untilFull: full - now) }
            if fullAt[key] == nil, fullAt.count >= self.capacity { Self.makeRoom(in: &fullAt, now: now) }
            fullAt[key] = next
            return Allowance(wait: nil, remaining: Int(-wait.milliseconds / self.interval.milliseconds), untilFull: next - now)
        }
    }

    /// Gives an attempt back that turned out well.
    package func giveBack(_ key: String) {
        self.fullAt.withLock { fullAt in
            guard let instant = fullAt[key] else { return }
            fullAt[key] = instant - self.interval
        }
    }

    private static func makeRoom(in fullAt: inout [String: Instant], now: Instant) {
        let kept = fullAt.filter { $0.value > now }.sorted { $0.value > $1.value }.prefix(fullAt.count / 2)
        fullAt = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
