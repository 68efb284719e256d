import HawkCore
import Testing

@testable import StatusHawk

@Suite struct CheckTallyTests {
    private func tally(_ results: (Outcome, milliseconds: Int64)...) -> CheckTally {
        var tally = CheckTally()
        for (outcome, milliseconds) in results {
            tally.add(
                CheckResult(
                    monitor: ID(0), organization: ID(0), revision: 1, location: "default", slot: .epoch, startedAt: .epoch,
                    finishedAt: .epoch, interval: .seconds(1), outcome: outcome, latency: .milliseconds(milliseconds)))
        }
        return tally
    }

    @Test func `the summary counts outcomes, and shows the latencies of successes`() {
        let tally = self.tally((.up, 10), (.up, 20), (.degraded, 60), (.down, 5_000), (.unknown, 0))
        let lines = tally.summary(of: "shop").split(separator: "\n")
        #expect(lines[0] == "shop: 5 checks, 2 up, 1 degraded, 1 down, 1 unknown")
        #expect(lines[1] == "latency min/mean/p95/max = 10.00/30.00/60.00/60.00 ms")
    }

    @Test func `without a success there is no latency`() {
        #expect(self.tally((.down, 1)).summary(of: "shop") == "shop: 1 check, 1 down")
        #expect(CheckTally().summary(of: "shop") == "shop: 0 checks")
    }

    @Test func `the worst outcome counts`() {
        #expect(self.tally((.up, 1), (.degraded, 1)).worst.exitStatus == 0)
        #expect(self.tally((.unknown, 1), (.up, 1)).worst.exitStatus == 2)
        #expect(self.tally((.unknown, 1), (.down, 1), (.up, 1)).worst.exitStatus == 1)
        #expect(CheckTally().worst == .up)
    }

    @Test func `the 95th percentile is within two percent`() {
        var tally = CheckTally()
        for latency in 1...1_000 as ClosedRange<Int64> {
            tally.add(
                CheckResult(
                    monitor: ID(0), organization: ID(0), revision: 1, location: "default", slot: .epoch, startedAt: .epoch,
                    finishedAt: .epoch, interval: .seconds(1), outcome: .up, latency: .milliseconds(latency)))
        }
        let p95 = tally.summary(of: "x").split(separator: "/").dropLast().last.flatMap { Double($0) } ?? 0
        #expect((931...969).contains(p95))
    }
}
