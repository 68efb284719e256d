import HawkCore
import Testing

@testable import HawkAPI

struct EventRingTests {
    private let now = Instant(seconds: 1_790_000_000)

    private func status(_ monitor: Int64) -> LiveEvent {
        LiveEvent(organization: ID(1), at: self.now, kind: .status(ID(monitor), .up, since: self.now))
    }

    private func check(_ monitor: Int64, after time: Duration) -> LiveEvent {
        LiveEvent(
            organization: ID(1), at: self.now + time, kind: .check(ID(monitor), outcome: .up, latency: nil, location: "eu"))
    }

    /// The numbers of the events after a position, which are those of their monitors too.
    private func numbers(_ ring: EventRing, after position: Int64) -> [Int64]? {
        ring.events(after: position)?.map { number, event in event == self.status(number) ? number : -1 }
    }

    @Test func `it keeps the last events, and knows what it no longer has`() {
        var ring = EventRing(capacity: 3)
        #expect(ring.newest == 0 && self.numbers(ring, after: 0) == [])
        #expect(self.numbers(ring, after: 1) == nil && self.numbers(ring, after: -1) == nil)
        for number in Int64(1)...8 {
            let isStored = ring.append(self.status(number))
            #expect(isStored && ring.newest == number)
            let oldest = max(number - 3, 0)
            for position in oldest...number {
                #expect(self.numbers(ring, after: position) == (position..<number).map { $0 + 1 })
            }
            #expect(self.numbers(ring, after: oldest - 1) == nil && self.numbers(ring, after: number + 1) == nil)
        }
    }

    @Test func `after a loss, only positions since then are known`() {
        var ring = EventRing(capacity: 3)
        for number in Int64(1)...5 { _ = ring.append(self.status(number)) }
        ring.clear()
        #expect(ring.newest == 6 && self.numbers(ring, after: 5) == nil && self.numbers(ring, after: 6) == [])
        ring.clear()
        #expect(ring.newest == 7 && self.numbers(ring, after: 6) == nil)
        for number in Int64(8)...12 { _ = ring.append(self.status(number)) }
        #expect(self.numbers(ring, after: 8) == nil && self.numbers(ring, after: 9) == [10, 11, 12])
    }

    @Test func `it takes one check of each monitor per second, and every other event`() {
        var ring = EventRing()
        let events = [
            self.check(1, after: .zero), self.check(1, after: .milliseconds(999)), self.check(2, after: .milliseconds(999)),
            self.status(1), self.status(1), self.check(1, after: .seconds(1)), self.check(1, after: .milliseconds(1_999)),
            // The clock was set back.
            self.check(2, after: .milliseconds(500)),
        ]
        let stored = events.map { ring.append($0) }
        #expect(stored == [true, false, true, true, true, true, false, true])
        #expect(ring.newest == 6)
    }
}
