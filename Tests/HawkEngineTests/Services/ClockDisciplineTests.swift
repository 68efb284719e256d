import HawkCore
import HawkStore
import HawkTestSupport
import Logging
import Testing

@testable import HawkEngine

@Suite struct ClockDisciplineTests {
    private let metrics = Metrics()

    private func discipline(_ clock: SystemClock, by database: any Database) -> ClockDiscipline {
        ClockDiscipline(
            clock, by: database, metrics: self.metrics,
            troubles: TroubleLog(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test(arguments: [Int64(-600_000), 600_000])
    func `a process whose machine is ten minutes off starts with PostgreSQL's clock`(_ off: Int64) async throws {
        try await PostgreSQLTestServer.withDatabase { url in
            let database = try await PostgreSQLDatabase(url: url)
            try await Cleanup.run {
                let clock = SystemClock { SystemClock.wallMilliseconds() + off }
                try await discipline(clock, by: database).correct(atStart: true)
                #expect((clock.now.milliseconds - SystemClock.wallMilliseconds()).magnitude < 1_000)
                let page = self.metrics.text()
                let reading = try #require(page.firstMatch(of: #/\nstatushawk_clock_offset_seconds (\S+)\n/#)).1
                #expect((try #require(Double(reading)) * 1_000 + Double(off)).magnitude < 1_000)
                #expect(page.contains("statushawk_clock_corrections_total{way=\"step\"} 1\n"))
            } finally: {
                await database.close()
            }
        }
    }

    /// The database's clock is the test's, and the process has its own.
    private func withClocks(
        _ test: (_ clock: SystemClock, _ reference: ManualClock, ClockDiscipline) async throws -> Void
    ) async throws {
        let reference = ManualClock(SystemClock().now)
        try await TestDatabase.sqlite.run(clock: reference) { database in
            let clock = SystemClock()
            try await test(clock, reference, self.discipline(clock, by: database))
        }
    }

    @Test func `a running clock that is far behind is set forward`() async throws {
        try await withClocks { clock, reference, discipline in
            reference.set(clock.now + .hours(2))
            try await discipline.correct()
            #expect(clock.now >= reference.now)
            #expect(clock.now < reference.now + .minutes(1))
        }
    }

    @Test func `a running clock that is ahead continues and does not go back`() async throws {
        try await withClocks { clock, reference, discipline in
            reference.set(clock.now - .hours(2))
            let before = clock.now
            #expect(try await discipline.isFarOff())
            let lead = try await discipline.correct()
            // The reference does not move meanwhile.
            #expect(lead > .minutes(119))
            #expect(clock.now >= before)
            #expect(self.metrics.text().contains("statushawk_clock_corrections_total{way=\"slew\"} 1\n"))
        }
    }
}
