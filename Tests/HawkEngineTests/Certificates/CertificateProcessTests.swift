import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Warnings of complete recorders, which skip writes that change nothing.
@Suite(.timeLimit(.minutes(1))) struct CertificateProcessTests {
    @Test func `an unchanged chain alerts at the first check of each threshold, once for each process`()
        async throws
    {
        try await EngineFixture.with(.sqlite) { fixture in
            let monitor = try await fixture.monitor()
            let old = fixture.chain(until: .days(31) + .minutes(10))
            try await fixture.withRecorder { recorder in
                for minute in Int64(0)..<12 {
                    _ = try await recorder.record(fixture.result(monitor, after: .minutes(minute), showing: old))
                    let alerts = try await fixture.alertTexts()
                    // Only the clock has moved. At the tenth minute, 31 whole days are left.
                    #expect(alerts == (minute <= 10 ? [] : ["incident.opened: certificate expires in 30 days"]))
                }
            }
            // Another process, and the successor of the first one.
            for minute in [12, 30] as [Int64] {
                try await fixture.withRecorder { recorder in
                    _ = try await recorder.record(fixture.result(monitor, after: .minutes(minute), showing: old))
                }
            }
            #expect(try await fixture.alertTexts().count == 1)
        }
    }

    @Test func `a renewal that one process sees ends the incident after an hour`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            let monitor = try await fixture.monitor()
            let (old, new) = (fixture.chain(until: .days(10)), fixture.chain(until: .days(90)))
            try await fixture.withRecorder { recorder in
                for minute in Int64(0)...80 {
                    _ = try await recorder.record(
                        fixture.result(monitor, after: .minutes(minute), showing: minute < 20 ? old : new))
                    let isOpen = try await fixture.incidents(of: monitor).map(\.resolvedAt) == [nil]
                    #expect(isOpen == (minute < 80))
                }
            }
            #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [monitor.createdAt + .minutes(20)])
        }
    }

    @Test func `two processes that see different servers agree that the old one is gone`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            let monitor = try await fixture.monitor { $0.locations = ["here", "there"] }
            let (old, new) = (fixture.chain(until: .days(20)), fixture.chain(until: .days(80)))
            try await fixture.withRecorder { here in
                try await fixture.withRecorder { there in
                    for minute in stride(from: Int64(0), to: 300, by: 3) {
                        _ = try await here.record(
                            fixture.result(monitor, after: .minutes(minute), location: "here", showing: new))
                        _ = try await there.record(
                            fixture.result(monitor, after: .minutes(minute), location: "there", showing: old))
                    }
                }
            }
            #expect(try await fixture.alertTexts() == ["incident.opened: certificate expires in 20 days"])
        }
    }
}
