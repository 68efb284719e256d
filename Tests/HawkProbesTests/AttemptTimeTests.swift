import HawkTestSupport
import NIOCore
import Testing

@testable import HawkProbes

/// Compares the deadline of an attempt with a simulation: a runner with stalls, and a target with delays.
@Suite struct AttemptTimeTests {
    private struct Stalls {
        /// In milliseconds, in order, and not adjacent.
        let spans: [Range<Int64>]

        /// Returns when the runner handles an event of an instant.
        func seen(_ instant: Int64) -> Int64 { self.spans.first { $0.contains(instant) }?.upperBound ?? instant }

        /// Returns the time that was lost by an instant.
        func lost(by instant: Int64) -> Int64 {
            self.spans.reduce(0) { $0 + max(0, min(instant, $1.upperBound) - min(instant, $1.lowerBound)) }
        }
    }

    private static func instant(_ milliseconds: Int64) -> NIODeadline { .uptimeNanoseconds(UInt64(milliseconds) * 1_000_000) }

    private static func stalls(_ chance: inout SeededGenerator, from start: Int64, until end: Int64) -> Stalls {
        var spans: [Range<Int64>] = []
        var position = start - 2_000
        while position < end {
            let from = position + 1 + Int64(chance.below(6_000))
            position = from + 201 + Int64(chance.below(1_500))
            spans.append(from..<position)
        }
        return Stalls(spans: spans)
    }

    /// - Parameter turns: how long the target takes for each of its turns. Nil if it hangs.
    /// - Returns: when the attempt ended and whether it had all of its time. Nil if the target answered.
    private static func run(
        _ stalls: Stalls, timeout: Int64, extensionLimit: Int64? = nil, from start: Int64, _ turns: [Int64]?
    ) -> (Int64, Bool)? {
        let limit = extensionLimit ?? timeout
        var time = AttemptTime(.milliseconds(timeout), extensionLimit: .milliseconds(limit), from: self.instant(start))
        time.begin(lost: .milliseconds(stalls.lost(by: start)))
        // Each turn begins when the runner handles it.
        let answered = turns?.reduce(stalls.seen(start)) { stalls.seen($0 + $1) }
        var alarm = start + timeout
        while true {
            let now = stalls.seen(alarm)
            // Data that arrived meanwhile is read first.
            if let answered, answered <= now { return nil }
            switch time.ring(lost: .milliseconds(stalls.lost(by: now))) {
            case .wait(let deadline): alarm = max(now, Int64(deadline.uptimeNanoseconds / 1_000_000))
            case .over(let isGranted):
                #expect(time.granted <= .milliseconds(limit))
                return (now, isGranted)
            }
        }
    }

    @Test func `a target that answers in time never times out, and one that hangs always does`() {
        var chance = SeededGenerator(seed: 24)
        var (saved, granted) = (0, 0)
        for _ in 0..<20_000 {
            let start = Int64(10_000 + chance.below(1_000))
            let timeout = Int64(500 + chance.below(30_000))
            let stalls = Self.stalls(&chance, from: start, until: start + 4 * timeout)
            let turns = (0..<1 + chance.below(5)).map { _ in Int64(chance.below(Int(timeout) / 3)) }
            let needed = turns.reduce(0, +)
            if needed <= timeout, stalls.lost(by: start + 2 * timeout) - stalls.lost(by: start) <= timeout {
                let end = Self.run(stalls, timeout: timeout, from: start, turns)
                #expect(end?.0 == nil)
                if turns.reduce(stalls.seen(start), { stalls.seen($0 + $1) }) > start + timeout { saved += 1 }
            }
            guard let (end, isGranted) = Self.run(stalls, timeout: timeout, from: start, nil) else {
                Issue.record("it hangs but has answered")
                continue
            }
            // It had its timeout, without the lost time, and not much more.
            let lost = stalls.lost(by: end) - stalls.lost(by: start)
            if isGranted {
                granted += 1
                #expect(end - start - lost >= timeout)
            }
            #expect(end - start <= 2 * timeout + 1_701)
        }
        #expect(saved > 100 && granted > 10_000)
    }

    @Test func `a target that hangs is down each time, on a machine that stalls every four seconds`() {
        let stalls = Stalls(spans: (0..<100).map { 4_000 * $0..<4_000 * $0 + 300 })
        for start in stride(from: Int64(10_000), to: 14_000, by: 10) {
            let end = Self.run(stalls, timeout: 8_000, from: stalls.seen(start), nil)
            #expect(end?.1 == true)
        }
    }

    @Test func `the extension is limited, and beyond the limit a timeout says nothing`() {
        let stalls = Stalls(spans: (0..<100).map { 4_000 * $0..<4_000 * $0 + 300 })
        for limit in stride(from: Int64(0), to: 1_500, by: 100) {
            let end = Self.run(stalls, timeout: 8_000, extensionLimit: limit, from: 10_000, nil)
            #expect(
                end.map { $0.0 <= 18_000 + limit + 300 && $0.1 == (limit >= 600) } == true, "\(limit): \(String(describing: end))"
            )
        }
    }

    @Test func `a pause counts neither as time nor as lost time`() {
        var time = AttemptTime(.seconds(2), extensionLimit: .seconds(2), from: Self.instant(10_000))
        time.begin(lost: .milliseconds(500))
        time.pause(at: Self.instant(11_000), lost: .milliseconds(500))
        let resumed = time.resume(at: Self.instant(15_000), lost: .milliseconds(1_500))
        #expect(resumed && time.deadline == Self.instant(16_000) && time.started == Self.instant(14_000))
        #expect(time.ring(lost: .milliseconds(1_500)) == .over(isGranted: true))
        #expect(time.ring(lost: .milliseconds(1_800)) == .wait(until: Self.instant(16_300)))
        #expect(time.latest == Self.instant(18_000))
    }
}
