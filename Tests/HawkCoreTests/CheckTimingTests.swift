import HawkCore
import Testing

/// Locations that check all the time by the rules of the runner, with settings of every kind: none ever counts as silent.
@Suite struct CheckTimingTests {
    @Test(arguments: UInt64(1)...40)
    func `an active location never counts as silent, regardless of the settings`(_ seed: UInt64) {
        var random = Random(seed)
        for _ in 0..<4 {
            var course = CheckCourse(&random)
            course.run(&random)
            #expect(course.faults.isEmpty, "\(course.configuration): \(course.faults.prefix(3))")
            #expect(course.results > 2)
        }
    }

    @Test func `a long check may lag by an interval and two checks, a short one may miss a slot`() {
        let long = CheckTiming(
            interval: .seconds(1), timeout: .milliseconds(800), confirmations: 5, confirmationDelay: .seconds(1))
        #expect(long.maxLag >= .seconds(1) + .milliseconds(19_600))
        let short = CheckTiming(interval: .seconds(60), timeout: .seconds(10), confirmations: 1, confirmationDelay: .seconds(2))
        #expect(short.maxLag == .seconds(146) && short.maxSilence == .seconds(206))
    }
}

/// Some minutes of one monitor: its first location hangs in every check, the others answer or hang too.
private struct CheckCourse {
    let configuration: MonitorConfiguration
    private let timing: CheckTiming
    private(set) var faults: [String] = []
    private(set) var results = 0
    private let end: Instant

    private struct Location {
        let name: String
        let hangs: Bool
        var state: LocationState
        var nextSlot = base
    }

    init(_ random: inout Random) {
        let interval = random.pick([1_000, 2_000, 7_300, 60_000, 600_000, 86_400_000])
        var timeout = 0
        var confirmations = 0
        var delay = 0
        repeat {
            timeout = random.below(min(interval - 100, 300_000)) + 100
            confirmations = random.below(11)
            delay = random.below(60_001)
        } while timeout * (confirmations + 1) + delay * confirmations > 600_000 || timeout >= interval
        let count = random.below(4) + 1
        self.timing = CheckTiming(
            interval: .milliseconds(interval), timeout: .milliseconds(timeout), confirmations: confirmations,
            confirmationDelay: .milliseconds(delay))
        self.configuration = MonitorConfiguration(
            name: "x", type: .http, target: "http://x", schedule: .polled(self.timing),
            locations: (0..<count).map { "l\($0)" }, quorum: random.below(count) + 1)
        // Enough checks to be meaningful, and few enough to be quick if the other locations check all the time.
        let checks = self.timing.maxCheckDuration > self.timing.interval * 20 ? 4 : 12
        self.end = base + (self.timing.interval + self.timing.maxCheckDuration) * checks
    }

    mutating func run(_ random: inout Random) {
        let quorum = Quorum(self.configuration)
        var locations = self.configuration.locations.enumerated().map { index, name in
            Location(
                name: name, hangs: index < quorum.required, state: LocationState(monitor: ID(1), location: name))
        }
        var records: [(at: Instant, location: Int, result: CheckResult)] = []
        var newest: Instant?
        while true {
            // The next event: a slot of a location that has ended its check, or a result that is recorded.
            let slot = locations.indices.min { locations[$0].nextSlot < locations[$1].nextSlot }!
            if let record = records.first, record.at <= locations[slot].nextSlot {
                records.removeFirst()
                self.evaluate(locations, before: record.at, newest)
                var result = record.result
                if locations[record.location].state.accepts(result) {
                    _ = locations[record.location].state.apply(
                        &result, anomaly: AnomalySettings(enabled: false), recoveryConfirmations: 0)
                }
                newest = max(newest ?? result.slot, result.slot)
                self.results += 1
                continue
            }
            guard locations[slot].nextSlot < self.end else { return }
            let result = self.check(&locations[slot], &random)
            records.append((result.finishedAt + .milliseconds(random.below(1_000)), slot, result))
            records.sort { $0.at < $1.at }
        }
    }

    /// Expects that every location with a result counts, and that the monitor's status is known.
    private mutating func evaluate(_ locations: [Location], before now: Instant, _ newest: Instant?) {
        let states = locations.map(\.state)
        let hanging = locations.filter(\.hangs).map(\.state)
        if hanging.allSatisfy({ $0.verdict == .down }), states.allSatisfy({ $0.last != nil }) {
            // All hanging locations together are the quorum: if one were silent, the others would be too few.
            let verdict = Quorum(self.configuration).evaluate(states).verdict
            if verdict != .down { self.faults.append("\(verdict) at \(now)") }
        }
        let status = MonitorStatus.derived(
            verdict: .down, paused: false, lastSlot: newest, lastOutcome: .down, effectiveAt: base,
            schedule: .polled(self.timing), now: now)
        if newest != nil, status != .down { self.faults.append("\(status) at \(now)") }
        for state in states where state.last != nil {
            let lag = (states.compactMap { $0.last?.slot }.max() ?? base) - (state.last?.slot ?? base)
            if lag > self.timing.maxLag { self.faults.append("\(state.location) lags by \(lag)") }
        }
    }

    /// Begins the check of a location's next slot. It covers the slots that come due before its end.
    private func check(_ location: inout Location, _ random: inout Random) -> CheckResult {
        let longest = self.timing.maxCheckDuration
        let timeout = self.timing.timeout
        var disturbance = random.below(20) == 0 ? timeout : .zero
        // The most that stalls add.
        if random.below(10) == 0 { disturbance += .milliseconds(timeout.milliseconds * Int64(random.below(1_001)) / 1_000) }
        let time =
            location.hangs
            ? (random.below(3) == 0 ? longest : .milliseconds(longest.milliseconds * Int64(random.below(1_001)) / 1_000))
                + disturbance
            : .milliseconds(random.below(50))
        let startedAt = location.nextSlot + .milliseconds(random.below(200))
        let result = CheckResult(
            monitor: ID(1), organization: ID(1), revision: 1, location: location.name, slot: location.nextSlot,
            startedAt: startedAt, finishedAt: startedAt + time, interval: self.timing.interval,
            outcome: location.hangs ? .down : .up, firstFailedAt: location.hangs ? startedAt : nil, latency: time)
        repeat { location.nextSlot = location.nextSlot + self.timing.interval } while location.nextSlot < result.finishedAt
        return result
    }
}

/// A random generator with the same numbers in every run.
struct Random {
    private var state: UInt64

    init(_ seed: UInt64) { self.state = seed }

    mutating func below(_ bound: Int) -> Int {
        self.state &+= 1
        return Int(splitMix64(self.state &* 0x9E37_79B9) % UInt64(max(bound, 1)))
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[self.below(values.count)] }
}
