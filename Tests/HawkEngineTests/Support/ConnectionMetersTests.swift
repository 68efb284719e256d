import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite struct ConnectionMetersTests {
    @Test func `a connection pool reports how busy it is, and a file has no such metric`() async throws {
        for (backend, hasPool) in [(TestDatabase.postgreSQL, true), (.sqlite, false)] {
            try await EngineFixture.with(backend) { fixture in
                fixture.engine.meterConnections()
                let page = fixture.engine.metrics.text()
                for figure in [
                    "statushawk_database_connections 4\n", "statushawk_database_connections_busy ",
                    "statushawk_database_waiting 0\n",
                ] {
                    #expect(page.contains(figure) == hasPool, "\(figure)")
                }
            }
        }
    }
}
