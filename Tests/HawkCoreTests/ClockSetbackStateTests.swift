import HawkCore
import HawkTestSupport
import Testing

/// A location's state when the clock of its results is set back.
@Suite struct ClockSetbackStateTests {
    private func folded(_ results: [CheckResult]) -> LocationState {
        var state = LocationState(monitor: ID(1), location: "default")
        for var result in results { _ = state.apply(&result, anomaly: AnomalySettings(), recoveryConfirmations: 0) }
        return state
    }

    @Test func `present results continue, and the verdict stays`() throws {
        let past = (0...9).map { CheckResult.sample(slot: $0, outcome: .up) }
        // From a clock that is 50 minutes ahead.
        let ahead = (60...64).map { CheckResult.sample(slot: $0, outcome: $0 < 62 ? .up : .down) }
        var state = self.folded(past + ahead)
        let now = base + .minutes(15)
        #expect(!state.accepts(.sample(slot: 15, outcome: .up)))
        state.setBack(to: now, from: base + .minutes(60), past: self.folded(past))
        #expect(state.verdict == .down && state.verdictSince == now)
        #expect(state.unmeasured == base + .minutes(60)..<base + .minutes(65))
        #expect(state.last?.slot == base + .minutes(9))

        var recovery = CheckResult.sample(slot: 16, outcome: .up)
        #expect(state.accepts(recovery))
        let effects = state.apply(&recovery, anomaly: AnomalySettings(), recoveryConfirmations: 0)
        #expect(effects.verdictChanged && state.verdict == .up)
        // The ten minutes measured before, and none from the clock that was ahead.
        #expect(state.openHour?.rollup.measured == .minutes(10) && state.openHour?.rollup.checks == 11)
        let back = try LocationState(monitor: ID(1), location: "default", version: 0, bytes: state.bytes)
        #expect(back == state)
    }

    @Test func `a span that comes twice is counted in neither, even for late results`() {
        let past = [CheckResult.sample(slot: 0, outcome: .up)]
        var state = self.folded(past + (1...20).map { .sample(slot: $0, outcome: .up) })
        state.setBack(to: base + .minutes(1) - .seconds(30), from: base + .minutes(1), past: self.folded(past))
        var closed: [HourlyRollup] = []
        for minute in Int64(1)...61 {
            var result = CheckResult.sample(slot: minute, outcome: .down)
            closed += state.apply(&result, anomaly: AnomalySettings(), recoveryConfirmations: 0).closed
        }
        // The first half minute, and everything from the end of the span.
        #expect(closed.map(\.rollup.measured) == [.seconds(30) + .minutes(39)])
        #expect(closed.map(\.rollup.downtime) == [.minutes(39)] && closed.map(\.rollup.checks) == [1 + 39])
        let late = state.countLate(.sample(slot: 10, outcome: .up), standingFor: base + .minutes(10)..<base + .minutes(30))
        #expect(late.map(\.rollup.measured) == [.minutes(9)] && late.map(\.rollup.checks) == [0])
    }

    @Test func `no hour measures more than an hour, however often the clock is set back`() throws {
        var generator = SeededGenerator(seed: 20_261_130)
        for _ in 0..<300 {
            var state = LocationState(monitor: ID(1), location: "default")
            var stored: [CheckResult] = []
            var hours: [Instant: Rollup] = [:]
            var spans: [Range<Instant>] = []
            var shift = Int64(0)
            var now = base + .minutes(Int64(generator.next() % 120))
            for _ in 0..<Int(3 + generator.next() % 5) {
                for _ in 0..<Int(generator.next() % 90) {
                    now = now + .seconds(60)
                    var result = CheckResult.sample(outcome: generator.next() % 3 == 0 ? .down : .up)
                    result.slot = now.floored(to: .minutes(1)) + .milliseconds(shift)
                    result.startedAt = result.slot
                    result.finishedAt = result.slot + .milliseconds(5)
                    guard state.accepts(result) else { continue }
                    for hour in state.apply(&result, anomaly: AnomalySettings(), recoveryConfirmations: 0).closed {
                        hours[hour.hour, default: Rollup()].merge(hour.rollup)
                    }
                    stored.append(result)
                }
                guard let last = state.last?.slot else { continue }
                let back = now - .minutes(1 + Int64(generator.next() % 100))
                guard last > back else { continue }
                let hour = back.floored(to: .hours(1))
                hours = hours.filter { $0.key < hour }
                // In one hour, earlier results and results of the clock that was ahead may be mixed: sort them by slot.
                let past = stored.filter { $0.slot < back }.sorted { $0.slot < $1.slot }
                let beginning = past.lastIndex { $0.slot < hour } ?? 0
                var refolded = LocationState(monitor: ID(1), location: "default")
                for var result in past[min(beginning, past.count)...] where refolded.accepts(result) {
                    _ = refolded.apply(&result, anomaly: AnomalySettings(), recoveryConfirmations: 0)
                }
                let first = stored.map(\.slot).filter { $0 > back }.min() ?? last
                state.setBack(to: back, from: first, past: refolded)
                spans.append(state.unmeasured)
                shift += 1
                now = back
            }
            for hour in state.openHours(at: now + .days(1)) { hours[hour.hour, default: Rollup()].merge(hour.rollup) }
            for (hour, rollup) in hours { #expect(rollup.measured <= .hours(1), "\(hour): \(rollup.measured)") }
        }
    }
}
