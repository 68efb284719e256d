import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Compares the incidents of a monitor with a quorum with a count of the failing locations.
@Suite struct OutageModelTests {
    @Test(arguments: TestDatabase.all)
    func `an outage that needs two locations lasts while both fail`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.timing.interval = .seconds(1)
                $0.timing.timeout = .milliseconds(500)
                $0.locations = ["eu", "us"]
                $0.quorum = 2
            }
            for second in Int64(0)..<60 {
                let us = [4..<12, 24..<32, 44..<52].contains { $0.contains(second) }
                try await fixture.record(self.result(monitor, second, "eu", isDown: second >= 2, in: fixture))
                try await fixture.record(self.result(monitor, second, "us", isDown: us, in: fixture))
            }
            let incidents = try await fixture.incidents(of: monitor)
            let start = monitor.createdAt + .milliseconds(2)
            #expect(incidents.map(\.startedAt) == [4, 24, 44].map { start + .seconds($0) })
            #expect(incidents.compactMap(\.resolvedAt) == [12, 32, 52].map { start + .seconds($0) })
        }
    }

    @Test(arguments: TestDatabase.all, UInt64(1)...16)
    func `incidents never overlap, and their sum is the time in which a quorum of locations fails`(
        _ backend: TestDatabase, _ seed: UInt64
    ) async throws {
        try await EngineFixture.with(backend) { fixture in
            var random = EngineRandom(seed)
            let names = ["a", "b", "c"].prefix(random.below(3) + 1)
            let quorum = random.below(names.count) + 1
            let monitor = try await fixture.monitor {
                $0.locations = Array(names)
                $0.quorum = quorum
            }
            var down: [String: Bool] = [:]
            var model: [TimeSpan] = []
            for minute in Int64(0)..<40 {
                for (index, name) in names.enumerated() {
                    let isDown = random.below(4) == 0 ? random.below(2) == 0 : down[name] ?? false
                    down[name] = isDown
                    let result = self.result(monitor, minute * 60, name, isDown: isDown, after: 2 + Int64(index), in: fixture)
                    let isOutage = down.values.count { $0 } >= min(quorum, down.count)
                    if isOutage, model.last?.end != nil || model.isEmpty {
                        model.append(TimeSpan(start: result.startedAt, end: nil))
                    } else if !isOutage, let last = model.indices.last, model[last].end == nil {
                        model[last].end = result.startedAt
                    }
                    try await fixture.record(result)
                }
            }
            let incidents = try await fixture.incidents(of: monitor).map { TimeSpan(start: $0.startedAt, end: $0.resolvedAt) }
            #expect(incidents == model)
        }
    }

    /// Results come in any order, as from runners that were cut off.
    @Test(arguments: TestDatabase.all, UInt64(1)...16)
    func `incidents never overlap, regardless of the order of results`(_ backend: TestDatabase, _ seed: UInt64) async throws {
        try await EngineFixture.with(backend) { fixture in
            var random = EngineRandom(seed &* 77)
            let names = ["a", "b", "c"].prefix(random.below(3) + 1)
            let monitor = try await fixture.monitor {
                $0.locations = Array(names)
                $0.quorum = random.below(names.count) + 1
            }
            var results = (Int64(0)..<25).flatMap { minute in
                names.map { self.result(monitor, minute * 60, $0, isDown: random.below(3) == 0, in: fixture) }
            }
            while !results.isEmpty {
                // Mostly in order; some much later.
                let index = random.below(3) == 0 ? random.below(results.count) : 0
                try await fixture.record(results.remove(at: index))
                let incidents = try await fixture.incidents(of: monitor).sorted { $0.startedAt < $1.startedAt }
                for (earlier, later) in zip(incidents, incidents.dropFirst()) {
                    #expect(earlier.resolvedAt.map { $0 <= later.startedAt } == true, "\(earlier) and \(later)")
                }
                for incident in incidents { #expect(incident.resolvedAt.map { $0 >= incident.startedAt } ?? true) }
            }
        }
    }

    private func result(
        _ monitor: Monitor, _ second: Int64, _ location: String, isDown: Bool, after milliseconds: Int64 = 2,
        in fixture: EngineFixture
    ) -> CheckResult {
        let slot = monitor.createdAt + .seconds(second)
        let startedAt = slot + .milliseconds(milliseconds)
        fixture.clock.set(max(fixture.clock.now, startedAt + .milliseconds(20)))
        return CheckResult(
            monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: location, slot: slot,
            startedAt: startedAt, finishedAt: startedAt + .milliseconds(10), interval: monitor.configuration.interval,
            outcome: isDown ? .down : .up, reason: isDown ? .refused : .none, firstFailedAt: isDown ? startedAt : nil,
            latency: .milliseconds(10))
    }
}

/// A random generator with the same numbers in every run.
private struct EngineRandom {
    private var state: UInt64

    init(_ seed: UInt64) { self.state = seed }

    mutating func below(_ bound: Int) -> Int {
        self.state &+= 1
        return Int(splitMix64(self.state &* 0x9E37_79B9) % UInt64(max(bound, 1)))
    }
}
