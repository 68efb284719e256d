import Foundation
import HawkCore
import HawkEngine
import HawkTestSupport
import Testing

@Suite struct RateLimiterTests {
    private func wait(_ limiter: RateLimiter, _ key: String) -> Duration? {
        do {
            try limiter.consume(key)
            return nil
        } catch {
            guard case .rateLimited(let wait) = error.code else { return nil }
            return wait
        }
    }

    @Test func `a burst is admitted, then one attempt per interval`() {
        let clock = ManualClock()
        let limiter = RateLimiter(burst: 3, interval: .seconds(10), clock: clock)
        #expect((0..<3).allSatisfy { _ in self.wait(limiter, "a") == nil })
        #expect(self.wait(limiter, "a") == .seconds(10))
        #expect(self.wait(limiter, "b") == nil)
        clock.advance(by: .seconds(4))
        #expect(self.wait(limiter, "a") == .seconds(6))
        clock.advance(by: .seconds(6))
        #expect(self.wait(limiter, "a") == nil)
        #expect(self.wait(limiter, "a") == .seconds(10))
        clock.advance(by: .hours(1))
        #expect((0..<3).allSatisfy { _ in self.wait(limiter, "a") == nil })
        #expect(self.wait(limiter, "a") == .seconds(10))
    }

    @Test func `a clock that is set back locks out no key`() {
        let clock = ManualClock()
        let limiter = RateLimiter(burst: 3, interval: .seconds(10), clock: clock)
        for _ in 0..<3 { #expect(self.wait(limiter, "a") == nil) }
        clock.advance(by: .zero - .hours(1))
        #expect((0..<3).allSatisfy { _ in self.wait(limiter, "a") == nil })
        #expect(self.wait(limiter, "a") == .seconds(10))
    }

    @Test func `an attempt that is refunded does not count`() {
        let limiter = RateLimiter(burst: 1, interval: .seconds(10), clock: ManualClock())
        for _ in 0..<5 {
            #expect(self.wait(limiter, "a") == nil)
            limiter.refund("a")
        }
    }

    @Test func `many keys do not evict the keys with the longest wait`() {
        let limiter = RateLimiter(burst: 2, interval: .seconds(10), capacity: 100, clock: ManualClock())
        #expect(self.wait(limiter, "a") == nil && self.wait(limiter, "a") == nil)
        for number in 0..<1_000 { _ = self.wait(limiter, "key \(number)") }
        #expect(self.wait(limiter, "a") != nil)
    }

    @Test func `long keys are not stored`() throws {
        let limiter = RateLimiter(burst: 1, interval: .seconds(10), clock: ManualClock())
        let before = try self.residentPages()
        for number in 0..<200 {
            let key = "\(number)" + String(repeating: "x", count: 1 << 20)
            #expect(self.wait(limiter, key) == nil)
            #expect(self.wait(limiter, key) == .seconds(10))
        }
        // 200 MiB of keys; a page has 4 KiB or more.
        #expect(try self.residentPages() - before < 50 << 20 / 4_096)
    }

    @Test func `keys of hostile text are compared by bytes in linear time`() {
        let slow = HostileText.superlinear { text in
            let limiter = RateLimiter(burst: 1, interval: .seconds(10), clock: ManualClock())
            #expect(self.wait(limiter, text) == nil && self.wait(limiter, text + "\u{301}") == nil)
            #expect(self.wait(limiter, text) == .seconds(10))
        }
        #expect(slow == [])
    }

    private func residentPages() throws -> Int {
        let sizes = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(Int(sizes[1]))
    }
}
