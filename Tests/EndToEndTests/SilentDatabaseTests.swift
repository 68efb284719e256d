import Foundation
import HawkCore
import HawkTestSupport
import Testing

/// A PostgreSQL that is silent but connected, because another session holds a lock.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct SilentDatabaseTests {
    static let topologies = [
        Topology(testDescription: "one process with PostgreSQL and Redis", processes: [[]], sharesServers: true), .cluster,
    ]

    @Test(.timeLimit(.minutes(3)), arguments: SilentDatabaseTests.topologies)
    func `SIGTERM ends every process within 10 s, and results are there after the next start`(_ topology: Topology)
        async throws
    {
        try await self.withLock(topology) { installation in
            let (statuses, logs) = try await installation.terminateKeepingLogs(within: .seconds(10))
            #expect(statuses.allSatisfy { $0 == 0 }, "\(statuses)")
            #expect(!logs.contains("Lost check results at shutdown"))
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: SilentDatabaseTests.topologies)
    func `kill -9 loses no spilled result`(_ topology: Topology) async throws {
        try await self.withLock(topology) { try await $0.killAtOnce() }
    }

    /// Locks the results, lets some be spilled, ends the installation, and expects all of them after the next start.
    private func withLock(_ topology: Topology, _ end: (Installation) async throws -> Void) async throws {
        try await withInstallation(topology) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")
            let before = try await shop.slots()
            let database = try #require(installation.database)
            let lock = Task { await self.lock(database) }
            try await eventually("results are spilled, those under way too", within: .seconds(60)) {
                try await self.spilled(installation) >= 5
            }
            try await eventually("the runner is not ready") {
                for url in installation.urls {
                    if try await Caller(url).get("/readyz").text.contains("result storage") { return true }
                }
                return false
            }
            let spilled = try await self.spilled(installation)
            try await end(installation)
            try await self.unlock(database)
            await lock.value
            try await installation.start()
            try await eventually("all is stored") { try await shop.slots().count >= before.count + spilled }
            let after = try await shop.slots()
            #expect(Set(before).isSubset(of: after))
            // The first check ran at once. Then one follows each second, except for the time between the end and the start.
            let instants = after.compactMap(Instant.init).dropFirst()
            let gaps = zip(instants, instants.dropFirst()).filter { $1 - $0 > .seconds(1) }
            #expect(gaps.count <= 1, "\(gaps)")
        }
    }

    private func spilled(_ installation: Installation) async throws -> Int {
        let page = try await installation.metrics()
        return page.matches(of: /\nstatushawk_recorder_spilled_results_total (\d+)/).compactMap { Int($0.1) }.reduce(0, +)
    }

    /// Holds the lock until it is terminated.
    private func lock(_ database: Secret) async {
        // `try?`: it is terminated.
        _ = try? await PostgreSQLTestServer.run(
            "BEGIN; LOCK TABLE results IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)", in: database)
    }

    private func unlock(_ database: Secret) async throws {
        try await PostgreSQLTestServer.run(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE query LIKE 'BEGIN; LOCK TABLE results%' AND datname = current_database() AND pid <> pg_backend_pid()
            """, in: database)
    }
}
