import Crypto
package import HawkCore
import Synchronization

/// Limits how often each key may act: a burst, then one action per interval. A token bucket per key (as a GCRA: one instant per
/// key), with limited memory.
package final class RateLimiter: Sendable {
    private let burst: Int
    private let interval: Duration
    private let capacity: Int
    private let message: String
    private let clock: any WallClock
    /// When each key's bucket will be full again. Absent keys have a full one.
    private let fullAt = Mutex<[KeyHash: Instant]>([:])

    /// The first 128 bits of a key's SHA-256: keys are outside text of any length, and this has a fixed size.
    private struct KeyHash: Hashable {
        private let value: UInt128

        init(_ key: String) {
            var text = key
            let digest = text.withUTF8 { SHA256.hash(data: $0) }
            self.value = digest.prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
        }
    }

    /// - Parameters:
    ///   - burst: The number of attempts at once.
    ///   - interval: The time for one more attempt after that.
    ///   - capacity: The number of keys in memory. Beyond it, those with the fullest buckets are forgotten.
    ///   - message: The message for a caller that must wait.
    package init(
        burst: Int, interval: Duration, capacity: Int = 20_000, message: String = "too many attempts: wait before the next",
        clock: any WallClock
    ) {
        self.burst = burst
        self.interval = interval
        self.capacity = capacity
        self.message = message
        self.clock = clock
    }

    /// The state of a key after an attempt.
    package struct Allowance: Sendable, Equatable {
        /// Nil if the attempt is allowed. Otherwise, how long the key must wait.
        package let wait: Duration?
        /// How many more attempts are allowed now.
        package let remaining: Int
        /// The time until the whole burst is allowed again.
        package let untilFull: Duration
    }

    /// - Parameter what: What there are too many of. Nil for the limiter's own message.
    /// - Throws: `OperationError` with `rateLimited` if the key must wait.
    package func consume(_ key: String, _ what: String? = nil) throws(OperationError) {
        guard let wait = self.attempt(key).wait else { return }
        let message = what.map { "too many \($0): wait before the next" } ?? self.message
        throw OperationError(.rateLimited(retryAfter: wait), message)
    }

    /// Counts an attempt if it is allowed.
    package func attempt(_ key: String) -> Allowance {
        let (key, now) = (KeyHash(key), self.clock.now)
        let window = self.interval * self.burst
        return self.fullAt.withLock { fullAt in
            // An instant more than a whole burst ahead was stored before the clock was set back.
            let known = fullAt[key].flatMap { $0 - now <= window ? $0 : nil }
            let full = max(known ?? now, now)
            let next = full + self.interval
            let wait = next - now - window
            guard wait <= .zero else { return Allowance(wait: wait, remaining: 0, untilFull: full - now) }
            if fullAt[key] == nil, fullAt.count >= self.capacity { Self.evict(from: &fullAt, now: now) }
            fullAt[key] = next
            return Allowance(wait: nil, remaining: Int(-wait.milliseconds / self.interval.milliseconds), untilFull: next - now)
        }
    }

    /// Refunds the permit of a successful attempt.
    package func refund(_ key: String) {
        let key = KeyHash(key)
        self.fullAt.withLock { fullAt in
            guard let instant = fullAt[key] else { return }
            fullAt[key] = instant - self.interval
        }
    }

    private static func evict(from fullAt: inout [KeyHash: Instant], now: Instant) {
        let remaining = fullAt.filter { $0.value > now }.sorted { $0.value > $1.value }.prefix(fullAt.count / 2)
        fullAt = Dictionary(uniqueKeysWithValues: remaining.map { ($0.key, $0.value) })
    }
}
