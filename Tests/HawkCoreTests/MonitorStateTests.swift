import HawkCore
import Testing

@Suite struct MonitorStateTests {
    private let quorum = Quorum(required: 2, maxLag: .seconds(142))

    private func state(_ location: String, _ outcome: Outcome, slot: Int64) -> LocationState {
        var state = LocationState(monitor: ID(1), location: location)
        var result = CheckResult.sample(slot: slot, outcome: outcome)
        result.location = location
        _ = state.apply(&result, anomaly: AnomalySettings(), recoveryConfirmations: 0)
        return state
    }

    @Test func `one failing location of three is not down, two are, since the earlier`() {
        let one = [state("a", .down, slot: 5), state("b", .up, slot: 5), state("c", .up, slot: 5)]
        #expect(quorum.evaluate(one).verdict == .up)
        let two = [state("a", .down, slot: 5), state("b", .down, slot: 4), state("c", .up, slot: 5)]
        #expect(quorum.evaluate(two).verdict == .down)
        #expect(quorum.evaluate(two).since == base + .minutes(4) + .milliseconds(3))
    }

    @Test func `an outage begins when enough locations fail`() {
        let two = [state("a", .down, slot: 5), state("b", .down, slot: 4), state("c", .up, slot: 5)]
        #expect(quorum.onset(of: two) == base + .minutes(5) + .milliseconds(3))
        let silent = [state("a", .down, slot: 10), state("b", .up, slot: 1)]
        #expect(quorum.onset(of: silent) == base + .minutes(10) + .milliseconds(3))
        // Enough of them fail: another location's long silence changes nothing.
        let one = Quorum(required: 1, maxLag: .seconds(142))
        #expect(one.onset(of: [state("a", .down, slot: 10), state("b", .up, slot: 7)]) == base + .minutes(10) + .milliseconds(3))
    }

    @Test func `a silent location is left out, and the quorum shrinks to the others`() {
        let states = [state("a", .down, slot: 10), state("b", .up, slot: 1)]
        #expect(quorum.evaluate(states).verdict == .down)
    }

    @Test func `a location with only unknown results is ignored`() {
        #expect(quorum.evaluate([state("a", .unknown, slot: 5), state("b", .down, slot: 5)]).verdict == .down)
        #expect(quorum.evaluate([state("a", .unknown, slot: 5)]).verdict == .pending)
        #expect(quorum.evaluate([]).verdict == .pending)
    }

    @Test func `degraded is shown if no location is down`() {
        #expect(quorum.evaluate([state("a", .degraded, slot: 5), state("b", .up, slot: 5)]).verdict == .degraded)
    }

    @Test func `the displayed status depends on the age of the results`() {
        let schedule = MonitorSchedule.polled(CheckTiming(interval: .seconds(60), timeout: .seconds(10)))
        func status(_ verdict: Verdict, paused: Bool = false, last: Instant?, outcome: Outcome? = .up, now: Instant)
            -> MonitorStatus
        {
            .derived(
                verdict: verdict, paused: paused, lastSlot: last, lastOutcome: outcome, effectiveAt: base,
                schedule: schedule, now: now)
        }
        let maxSilence = Duration.seconds(206)  // two intervals, and two checks that stalls disturbed
        #expect(status(.up, last: base, now: base + maxSilence) == .up)
        #expect(status(.up, last: base, now: base + maxSilence + .milliseconds(1)) == .unknown)
        #expect(status(.down, last: base, now: base) == .down)
        #expect(status(.up, last: base, outcome: .unknown, now: base) == .unknown)
        #expect(status(.pending, last: nil, now: base + maxSilence) == .pending)
        #expect(status(.pending, last: nil, now: base + maxSilence + .milliseconds(1)) == .unknown)
        #expect(status(.down, paused: true, last: base, now: base) == .paused)
    }

    @Test func `the longest check is every attempt at its timeout and every delay`() {
        let timing = CheckTiming(timeout: .seconds(10), confirmations: 2, confirmationDelay: .seconds(3))
        #expect(timing.maxCheckDuration == .seconds(36))
    }

    @Test func `roles include those before them`() {
        let viewer = Principal(caller: .token(ID(1), maker: ID(1)), organization: ID(1), role: .viewer)
        #expect(throws: OperationError.self) { try viewer.require(.editor) }
        let owner = Principal(caller: .token(ID(1), maker: ID(1)), organization: ID(1), role: .owner)
        #expect(throws: Never.self) { try owner.require(.admin) }
    }
}
