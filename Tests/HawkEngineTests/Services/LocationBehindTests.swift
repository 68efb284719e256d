import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Results of a location that was cut off while another one continued to report.
@Suite struct LocationBehindTests {
    @Test(arguments: TestDatabase.all)
    func `an outage at two locations is found if one of them reports it much later`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.locations = ["a", "b"]
                $0.quorum = 2
            }
            func history(_ location: String) -> [CheckResult] {
                (Int64(0)..<12).map {
                    fixture.result(monitor, minute: $0, [3, 4].contains($0) ? .down : .up, location: location)
                }
            }
            try await fixture.record(fixture.result(monitor, minute: 0, .up, location: "b"))
            try await fixture.record(history("a"))
            for result in history("b") { try await fixture.record(result) }
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.startedAt) == [monitor.createdAt + .minutes(3) + .milliseconds(2)])
            #expect(incidents.map(\.resolvedAt) == [monitor.createdAt + .minutes(5) + .milliseconds(2)])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an outage does not end while a location that was cut off has more to report`(_ backend: TestDatabase)
        async throws
    {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.locations = ["a", "b"]
                $0.quorum = 2
            }
            try await fixture.record(["a", "b"].map { fixture.result(monitor, minute: 0, .up, location: $0) })
            for minute in Int64(1)...20 {
                try await fixture.record(fixture.result(monitor, minute: minute, minute < 5 ? .up : .down, location: "a"))
            }
            // b saw it for one minute only. Until b reports the present, a alone decides.
            for minute in Int64(1)...19 {
                try await fixture.record(fixture.result(monitor, minute: minute, minute == 5 ? .down : .up, location: "b"))
                #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [nil], "after \(minute) minutes of b's")
            }
            try await fixture.record(fixture.result(monitor, minute: 20, .up, location: "b"))
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.startedAt) == [monitor.createdAt + .minutes(5) + .milliseconds(2)])
            #expect(incidents.map(\.resolvedAt) == [monitor.createdAt + .minutes(6) + .milliseconds(2)])
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a location that has yet to report an outage does not end it`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.locations = ["a", "b"]
                $0.quorum = 2
            }
            try await fixture.record(["a", "b"].map { fixture.result(monitor, minute: 0, .up, location: $0) })
            try await fixture.record(
                (Int64(1)...5).map { fixture.result(monitor, minute: $0, $0 < 5 ? .up : .down, location: "a") })
            for minute in Int64(1)...6 {
                try await fixture.record(fixture.result(monitor, minute: minute, minute < 5 ? .up : .down, location: "b"))
                #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [nil], "after \(minute) minutes of b's")
            }
            #expect(try await fixture.alerts() == [.incidentOpened])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `results from before an outage do not end it`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.locations = ["a", "b"]
                $0.quorum = 2
            }
            try await fixture.record(["a", "b"].map { fixture.result(monitor, minute: 0, .up, location: $0) })
            try await fixture.record(
                (Int64(1)...7).map { fixture.result(monitor, minute: $0, $0 < 7 ? .up : .down, location: "a") })
            // b had an outage of its own, which ended shortly before the common one.
            for minute in Int64(1)...7 {
                let outcome: Outcome = [3, 4, 5, 7].contains(minute) ? .down : .up
                try await fixture.record(fixture.result(monitor, minute: minute, outcome, location: "b"))
                #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [nil], "after \(minute) minutes of b's")
            }
            try await fixture.record(["a", "b"].map { fixture.result(monitor, minute: 8, .up, location: $0) })
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.startedAt) == [monitor.createdAt + .minutes(7) + .milliseconds(2)])
            #expect(incidents.map(\.resolvedAt) == [monitor.createdAt + .minutes(8) + .milliseconds(2)])
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }
}
