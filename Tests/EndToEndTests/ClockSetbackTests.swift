import Foundation
import HawkCore
import HawkTestSupport
import Testing

/// A clock that is ahead for a while and then set right: the machine's with SQLite, PostgreSQL's otherwise.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct ClockSetbackTests {
    /// How the clock is set right.
    enum Return: String, CaseIterable, CustomTestStringConvertible {
        case whileRunning = "while it runs"
        case overRestart = "while it is stopped"

        var testDescription: String { self.rawValue }
    }

    private static let leads: [Duration] = [.seconds(90), .hours(1)]

    @Test(.timeLimit(.minutes(3)), arguments: Return.allCases, leads)
    func `after the machine's clock was ahead outages alert as usual`(_ way: Return, _ lead: Duration)
        async throws
    {
        let place = try Place()
        defer { place.remove() }
        let (library, shift) = (place.file("clock_shift.so"), place.file("shift"))
        let compiler = try Program(
            ["-shared", "-fPIC", "-O1", "-o", library, Place.repository + "/Tests/Tools/clock_shift.c"], of: "/usr/bin/cc",
            in: place)
        #expect(try await compiler.exitStatus(within: .seconds(60)) == 0, "\(compiler.errors)")
        func set(_ lead: Duration) throws {
            // In place: the program has the file mapped.
            let file = try #require(FileHandle(forWritingAtPath: shift))
            try file.write(contentsOf: withUnsafeBytes(of: lead.milliseconds.littleEndian) { Data($0) })
            try file.close()
        }
        try Data(count: 8).write(to: URL(filePath: shift))
        let settings = ["LD_PRELOAD": library, "CLOCK_SHIFT": shift]
        try await withInstallation(.oneProcess, settings: settings) { installation, world in
            try await self.expectOutagesAlerted(installation, world, way, lead: lead) { try set($0) }
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: [Return.whileRunning], leads)
    func `after PostgreSQL's clock was ahead outages alert as usual`(_ way: Return, _ lead: Duration)
        async throws
    {
        try await withInstallation(.cluster) { installation, world in
            let database = try #require(installation.database)
            // Found before the server's own function of that name.
            for statement in [
                "CREATE SCHEMA shifted",
                "CREATE TABLE shifted.clock (lead INTERVAL NOT NULL)",
                "INSERT INTO shifted.clock VALUES ('0')",
                """
                CREATE FUNCTION shifted.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
                'SELECT pg_catalog.clock_timestamp() + lead FROM shifted.clock'
                """,
                """
                DO $$ BEGIN
                EXECUTE format('ALTER DATABASE %I SET search_path = public, shifted, pg_catalog', current_database());
                END $$
                """,
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """,
            ] {
                try await PostgreSQLTestServer.run(statement, in: database)
            }
            try await self.expectOutagesAlerted(installation, world, way, lead: lead) { lead in
                try await PostgreSQLTestServer.run(
                    "UPDATE shifted.clock SET lead = '\(lead.milliseconds) milliseconds'", in: database)
            }
        }
    }

    private func expectOutagesAlerted(
        _ installation: Installation, _ world: World, _ way: Return, lead: Duration, _ set: (Duration) async throws -> Void
    ) async throws {
        let owner = try await Owner(signingUpAt: installation)
        try await owner.createChannels(world)
        let shop = try await owner.watchHTTP(world)
        try await shop.becomes("up")
        try await set(lead)
        try await eventually("a check by the clock that is ahead", within: .seconds(60)) {
            try await self.newest(of: shop) > self.now + lead - .seconds(15)
        }
        try await world.set(["http": "fail"])
        try await eventually("the first alert") { try await world.journal().deliveries(of: "incident.opened").count == 1 }

        if way == .overRestart { _ = try await installation.terminate(within: .seconds(10)) }
        try await set(.zero)
        if way == .overRestart { try await installation.start() }
        let instant = self.now
        try await eventually("checks by the clock that is right", within: .seconds(60)) {
            // While the processes restart, no one answers.
            let slots = (try? await shop.slots().compactMap(Instant.init)) ?? []
            return slots.contains { $0 > instant && $0 < instant + .seconds(75) }
        }
        try await world.set(["http": "up"])
        try await eventually("the outage is over") { (try? await shop.status) == "up" }
        try await world.set(["http": "fail"])
        try await eventually("the second alert", within: .seconds(60)) {
            try await world.journal().deliveries(of: "incident.opened").count == 2
        }
        try await world.set(["http": "up"])
        try await eventually("both are over") {
            try await world.journal().deliveries(of: "incident.resolved").count == 2
        }
        let incidents = try await owner.incidents()
        #expect(incidents.count == 2)
        for incident in incidents {
            let began = try #require(incident["started_at"]?.string.flatMap(Instant.init))
            let ended = try #require(incident["resolved_at"]?.string.flatMap(Instant.init))
            #expect(began <= ended && ended < self.now + .seconds(15), "\(incident)")
        }
        let stats = try await shop.caller.get("/api/v1/monitors/\(shop.id)/stats?period=24h").json()
        #expect(stats["coverage_percent"]?.number ?? 0 <= 100, "\(stats)")
    }

    private var now: Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }

    private func newest(of monitor: Watched) async throws -> Instant {
        try await monitor.slots().compactMap(Instant.init).max() ?? .epoch
    }
}
