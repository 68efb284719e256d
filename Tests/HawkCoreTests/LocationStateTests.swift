import HawkCore
import Testing

@Suite struct LocationStateTests {
    /// Folds results and returns the state and all effects.
    private func fold(
        _ results: [CheckResult], recoveryConfirmations: Int = 0, anomaly: AnomalySettings = AnomalySettings()
    ) -> (state: LocationState, effects: [LocationState.Effects]) {
        var state = LocationState(monitor: ID(1), location: "default")
        let effects = results.map { result in
            var result = result
            return state.apply(&result, anomaly: anomaly, recoveryConfirmations: recoveryConfirmations)
        }
        return (state, effects)
    }

    @Test func `a failure changes the verdict at its first failed attempt, a success changes it back`() {
        let (state, effects) = fold([
            .sample(slot: 0, outcome: .up), .sample(slot: 1, outcome: .down), .sample(slot: 2, outcome: .down),
        ])
        #expect(effects.map(\.verdictChanged) == [true, true, false])
        #expect(state.verdict == .down)
        #expect(state.verdictSince == base + .minutes(1) + .milliseconds(3))
        let (recovered, _) = fold([.sample(slot: 0, outcome: .down), .sample(slot: 1, outcome: .up)])
        #expect(recovered.verdict == .up)
        #expect(recovered.verdictSince == base + .minutes(1) + .milliseconds(3))
    }

    @Test func `runner faults neither open nor end a failure`() {
        let (state, effects) = fold([
            .sample(slot: 0, outcome: .up), .sample(slot: 1, outcome: .unknown), .sample(slot: 2, outcome: .down),
            .sample(slot: 3, outcome: .unknown),
        ])
        #expect(effects.map(\.verdictChanged) == [true, false, true, false])
        #expect(state.verdict == .down)
    }

    @Test func `recovery may need several successes and begins at the first of them`() {
        let results: [CheckResult] = [
            .sample(slot: 0, outcome: .down), .sample(slot: 1, outcome: .up), .sample(slot: 2, outcome: .down),
            .sample(slot: 3, outcome: .up),
            .sample(slot: 4, outcome: .up), .sample(slot: 5, outcome: .up),
        ]
        let (state, effects) = fold(results, recoveryConfirmations: 2)
        #expect(effects.map(\.verdictChanged) == [true, false, false, false, false, true])
        #expect(state.verdictSince == base + .minutes(3) + .milliseconds(3))
    }

    @Test func `repeats, late results and results of an older revision are not accepted`() {
        let (state, _) = fold([.sample(slot: 5, outcome: .up, revision: 2)])
        #expect(!state.accepts(.sample(slot: 5, outcome: .down, revision: 2)))
        #expect(!state.accepts(.sample(slot: 4, outcome: .down, revision: 2)))
        #expect(!state.accepts(.sample(slot: 6, outcome: .down, revision: 1)))
        #expect(state.accepts(.sample(slot: 6, outcome: .down, revision: 2)))
    }

    @Test func `a result lasts until its successor, and at most for its interval`() throws {
        // Up at 0, down at 1, nothing until 10: minutes 2 to 9 were not measured.
        let (state, _) = fold([.sample(slot: 0, outcome: .up), .sample(slot: 1, outcome: .down), .sample(slot: 10, outcome: .up)])
        let hour = try #require(state.openHours(at: base + .minutes(10) + .seconds(30)).first)
        #expect(hour.hour == base)
        #expect(hour.rollup.measured == .seconds(60 + 60 + 30))
        #expect(hour.rollup.downtime == .seconds(60))
        #expect(hour.rollup.checks == 3)
    }

    @Test(arguments: [(0, 60), (59, 60), (60, 60), (61, 120), (90, 120), (120, 120), (121, 180), (600, 600)] as [(Int64, Int64)])
    func `a check longer than its interval lasts until the first slot after its end`(_ time: Int64, _ end: Int64) {
        var slow = CheckResult.sample(slot: 0, outcome: .down)
        slow.finishedAt = slow.slot + .seconds(time)
        #expect(slow.holdsUntil == slow.slot + .seconds(end))
    }

    @Test func `a target that hangs for most of two intervals is down all the time, like one that refuses`() {
        let hanging = (0..<10).map { index in
            var result = CheckResult.sample(slot: Int64(index) * 2, outcome: .down)
            result.finishedAt = result.slot + .seconds(96)
            return result
        }
        let (state, _) = fold([.sample(slot: -20, outcome: .up, interval: .minutes(20))] + hanging)
        var total = Rollup()
        for hour in state.openHours(at: base + .minutes(20)) { total.merge(hour.rollup) }
        #expect(total.measured == .minutes(20) && total.downtime == .minutes(20))
    }

    @Test func `the last result ends when checks are suspended`() {
        var (state, _) = fold([.sample(slot: 0, outcome: .down, interval: .days(1))])
        state.suspend(at: base + .minutes(10))
        #expect(state.openHours(at: base + .hours(10)).map(\.rollup.measured) == [.minutes(10)])
        var next = CheckResult.sample(slot: 600, outcome: .up, interval: .days(1))
        let effects = state.apply(&next, anomaly: AnomalySettings(), recoveryConfirmations: 0)
        var total = Rollup()
        for hour in effects.closed + state.openHours(at: base + .hours(12)) { total.merge(hour.rollup) }
        #expect(total.measured == .minutes(130) && total.downtime == .minutes(10))
        // Not before its own slot, regardless of what the clock shows.
        state.endHolding(at: base)
        #expect(state.last?.holdsUntil == next.slot)
    }

    @Test func `a recovery begins with the successful attempt, not with failed ones before it`() {
        var recovered = CheckResult.sample(slot: 1, outcome: .up, latency: .milliseconds(40), attempts: 2)
        recovered.finishedAt = recovered.startedAt + .milliseconds(10_040)
        let (state, _) = fold([.sample(slot: 0, outcome: .down), recovered])
        #expect(state.verdict == .up && state.verdictSince == recovered.startedAt + .seconds(10))
        let (first, _) = fold([.sample(slot: 0, outcome: .down), .sample(slot: 1, outcome: .up)])
        #expect(first.verdictSince == base + .minutes(1) + .milliseconds(3))
    }

    @Test func `unknown time is not measured`() {
        let (state, _) = fold([
            .sample(slot: 0, outcome: .unknown), .sample(slot: 1, outcome: .up), .sample(slot: 2, outcome: .up),
        ])
        #expect(state.openHours(at: base + .minutes(2)).map(\.rollup.measured) == [.seconds(60)])
    }

    @Test func `the first result of a new hour closes the old one, and its time is split between them`() {
        let (state, effects) = fold([
            .sample(slot: 58, outcome: .up, interval: .minutes(5)), .sample(slot: 63, outcome: .down, interval: .minutes(5)),
        ])
        #expect(effects[0].closed.isEmpty)
        #expect(effects[1].closed.map(\.hour) == [base])
        #expect(effects[1].closed.map(\.rollup.measured) == [.minutes(2)])
        #expect(effects[1].closed.map(\.rollup.checks) == [1])
        #expect(state.openHour?.hour == base + .hours(1))
        #expect(state.openHour?.rollup.measured == .minutes(3))
        #expect(state.openHour?.rollup.checks == 1)
    }

    @Test func `a long interval closes every hour that it covers`() {
        let (state, effects) = fold([
            .sample(slot: 30, outcome: .up, interval: .hours(4)), .sample(slot: 270, outcome: .up, interval: .hours(4)),
        ])
        #expect(effects[1].closed.map(\.hour) == (0..<4).map { base + .hours($0) })
        #expect(effects[1].closed.map(\.rollup.measured) == [.minutes(30), .hours(1), .hours(1), .hours(1)])
        #expect(state.openHour?.rollup.measured == .minutes(30))
    }

    @Test func `no time is counted twice or lost over a day of checks`() {
        let results = (0..<1_440).map { CheckResult.sample(slot: $0, outcome: $0 % 10 == 0 ? .down : .up) }
        let (state, effects) = fold(results)
        var total = Rollup()
        for hour in effects.flatMap(\.closed) + state.openHours(at: base + .days(1)) { total.merge(hour.rollup) }
        #expect(total.checks == 1_440)
        #expect(total.measured == .days(1))
        #expect(total.downtime == .minutes(144))
        #expect(total.uptimePercent == 90)
    }

    @Test func `three slow responses in a row open an anomaly, three normal ones close it`() {
        var results = (0..<20).map { CheckResult.sample(slot: $0, outcome: .up, latency: .milliseconds(50)) }
        results += (20..<24).map { .sample(slot: $0, outcome: .up, latency: .milliseconds(500)) }
        results += (24..<28).map { .sample(slot: $0, outcome: .up, latency: .milliseconds(50)) }
        let (state, effects) = fold(results)
        #expect(effects.enumerated().filter { $0.element.anomaly != nil }.map { $0.offset } == [22, 26])
        #expect(effects[22].anomaly == .opened && effects[26].anomaly == .closed)
        #expect(!state.episode.isOpen)
    }

    @Test func `failures never enter the baseline`() {
        let results = (0..<20).map { CheckResult.sample(slot: $0, outcome: .down, latency: .seconds(10)) }
        #expect(fold(results).state.ring.samples.isEmpty)
    }

    @Test func `a new revision starts a new baseline and ends an open anomaly`() {
        var results = (0..<20).map { CheckResult.sample(slot: $0, outcome: .up, latency: .milliseconds(50)) }
        results += (20..<23).map { .sample(slot: $0, outcome: .up, latency: .milliseconds(500)) }
        results.append(.sample(slot: 23, outcome: .up, latency: .milliseconds(500), revision: 2))
        let (state, effects) = fold(results)
        #expect(effects[22].anomaly == .opened && effects[23].anomaly == .closed)
        #expect(state.ring.samples == [500_000])
    }

    @Test func `a late result is counted in its own hour, and its time in all hours that it covers`() {
        var (state, _) = fold([.sample(slot: 0, outcome: .up), .sample(slot: 65, outcome: .up)])
        let open = state.countLate(.sample(slot: 61, outcome: .up), standingFor: base + .minutes(61)..<base + .minutes(62))
        #expect(open.isEmpty)
        #expect(state.openHour?.rollup.checks == 2)
        #expect(state.openHour?.rollup.measured == .minutes(1))
        let late = CheckResult.sample(slot: 58, outcome: .down, interval: .minutes(4))
        let closed = state.countLate(late, standingFor: base + .minutes(58)..<base + .minutes(61))
        #expect(closed.map(\.hour) == [base] && closed.first?.rollup.down == 1)
        #expect(closed.first?.rollup.downtime == .minutes(2))
        #expect(state.openHour?.rollup.downtime == .minutes(1) && state.openHour?.rollup.checks == 2)
    }

    @Test func `a state is encoded and decoded, and invalid bytes are refused`() throws {
        var results = (0..<60).map {
            CheckResult.sample(slot: $0, outcome: $0 % 7 == 0 ? .down : .up, latency: .microseconds(1_000 + $0 * 37))
        }
        results[59].message = "grüße"
        let (state, _) = fold(results)
        let back = try LocationState(monitor: ID(1), location: "default", version: 0, bytes: state.bytes)
        #expect(back == state)
        #expect(throws: ByteReader.MalformedBytes.self) {
            try LocationState(monitor: ID(1), location: "default", version: 0, bytes: [9, 9, 9])
        }
        #expect(throws: ByteReader.MalformedBytes.self) {
            try LocationState(monitor: ID(1), location: "default", version: 0, bytes: state.bytes + [0])
        }
    }

    @Test func `bytes of the previous version have no unmeasured span`() throws {
        let (state, _) = fold([.sample(slot: 0, outcome: .up), .sample(slot: 1, outcome: .down)])
        // The version as a zigzag integer, and the two bytes of the empty span at the end.
        var bytes = state.bytes
        #expect(bytes[0] == 4 && bytes.suffix(2) == [0, 0])
        bytes[0] = 2
        bytes.removeLast(2)
        #expect(try LocationState(monitor: ID(1), location: "default", version: 0, bytes: bytes) == state)
    }
}
