import HawkCore
import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite struct BacklogWatchTests {
    @Test(arguments: TestDatabase.all)
    func `the age of an unsent alert grows between two queries`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let watch = BacklogWatch(fixture.engine)
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 1, .down))
            try await watch.look()
            fixture.clock.advance(by: .seconds(90))
            let page = fixture.engine.metrics.text()
            for sample in [
                #"statushawk_alerts_unsent{state="waiting"} 1"#, #"statushawk_alerts_unsent{state="retrying"} 0"#,
                #"statushawk_alerts_oldest_unsent_seconds{state="waiting"} 90"#,
                #"statushawk_alerts_oldest_unsent_seconds{state="retrying"} 0"#,
            ] {
                #expect(page.contains(sample + "\n"))
            }
        }
    }
}
