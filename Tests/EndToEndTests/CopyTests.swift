import Foundation
import Glibc
import HawkCore
import HawkTestSupport
import Testing

/// The move from SQLite to PostgreSQL, as an operator does it.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct CopyTests {
    @Test(.timeLimit(.minutes(3)))
    func `an installation moves to PostgreSQL with two interruptions, and keeps its ids, tokens and history`()
        async throws
    {
        try await self.withPlaces { place, url in
            let world = try await World(in: place)
            let settings = ["STATUSHAWK_ALLOW_PRIVATE_TARGETS": "true"]
            let installation = Installation(.oneProcess, in: place, environment: settings)
            try await installation.start()
            let owner = try await Owner(signingUpAt: installation)
            try await owner.createChannels(world)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")
            try await world.set(["http": "fail"])
            try await shop.becomes("down")

            let early = try await self.copy(to: url, place)
            #expect(early.status == 78 && early.complaint.contains("another StatusHawk server is running"))
            #expect(try await installation.terminate(within: .seconds(10)) == [0])

            let migrated = try await self.run(
                ["migrate"], ["DATABASE_URL": url.revealed, "STATUSHAWK_DATA_DIR": place.file("x")], place)
            #expect(migrated.status == 0)
            let blocked = try await self.copyInterrupted(to: url, place) { copy in
                try await self.withoutServer(url) {
                    let status = try await copy.exitStatus(within: .seconds(30))
                    #expect(status == 1)
                    #expect(copy.errors.contains("; run the same command again to resume"), "\(copy.errors)")
                }
            }
            _ = try await self.copyInterrupted(to: url, place) { copy in try await copy.killAtOnce() }
            let unfinished = try await self.run(["serve"], ["DATABASE_URL": url.revealed], place)
            #expect(unfinished.status == 1 && unfinished.complaint.contains("a copy into this database is unfinished"))

            let copied = try await self.copy(to: url, place)
            #expect(copied.status == 0, "\(copied.complaint)")
            #expect(blocked.contains("users: 1 rows copied") && !copied.output.contains("users: 1 rows copied"))
            #expect(copied.output.hasPrefix("Resuming an interrupted copy"))
            #expect(copied.output.contains("have the same keys in source and target"))
            #expect(copied.output.contains("SECRET_KEY_FILE=\(place.file("data/secret.key"))"))

            let moved = Installation(
                .oneProcess, in: place, environment: settings.merging(["DATABASE_URL": url.revealed]) { own, _ in own })
            try await moved.start()
            let caller = owner.caller.moved(to: moved.url)
            let there = Watched(id: shop.id, caller: caller)
            let slots = try await there.slots()
            #expect(slots.count > 1)
            #expect(try await caller.get("/api/v1/incidents").json().items.count == 1)
            try await there.isCheckedAgain(after: slots)
            // The mail server of the channel is a sealed secret.
            try await world.set(["http": "up"])
            try await there.becomes("up")
            try await eventually("both messages about both events", within: .seconds(60)) {
                let journal = try await world.journal()
                return journal.deliveries(of: "incident.resolved").count == 1 && journal.messageIDs.count == 2
            }
            let next = try await Owner(caller).watchTCP(world)
            #expect(next.id == shop.id + 1)
            try await next.becomes("up")
            #expect(try await moved.terminate(within: .seconds(10)) == [0])

            let again = try await self.copy(to: url, place)
            #expect(again.status == 1 && again.complaint.contains("the target already contains data of another installation"))
        }
    }

    @Test func `an impossible copy is refused with a sentence that contains no password`() async throws {
        try await self.withPlaces { place, url in
            let port = freePort()
            try FileManager.default.createDirectory(atPath: place.file("data"), withIntermediateDirectories: false)
            try Data().write(to: URL(filePath: place.file("data/statushawk.db")))
            let file = ["STATUSHAWK_DATA_DIR": place.file("data")]
            let nowhere = "postgres://hawk:hidden@127.0.0.1:\(port)/hawk"
            let cases: [([String], [String: String], Int32, String)] = [
                (["copy"], file, 64, "--to"),
                (["copy", nowhere], file, 64, "--to"),
                (["copy", "--to", nowhere, nowhere], file, 64, "copy accepts only --to and a URL"),
                (["copy", "--to", "mysql://hawk:hidden@db/hawk"], file, 64, "--to must be a URL"),
                (["copy", "--to", "postgres://hawk:hidden@db/hawk?sllmode=require"], file, 64, "--to must be a URL"),
                (
                    ["copy", "--to", nowhere], ["STATUSHAWK_DATA_DIR": place.file("none")], 78,
                    "\(place.file("none/statushawk.db")) does not exist"
                ),
                (["copy", "--to", nowhere], ["DATABASE_URL": nowhere], 78, "DATABASE_URL names a PostgreSQL server"),
                (["copy", "--to", nowhere], file, 1, "PostgreSQL cannot be reached"),
                (["copy", "--to", url.revealed], file, 1, "there is no installation to copy"),
            ]
            for (arguments, settings, status, sentence) in cases {
                let ended = try await self.run(arguments, settings, place)
                #expect(ended.status == status && ended.complaint.contains(sentence), "\(ended.complaint)")
                #expect(!ended.complaint.contains("hidden") && !ended.output.contains("hidden"))
            }
            #expect(!FileManager.default.fileExists(atPath: place.file("none")))
        }
    }

    private typealias Ended = (status: Int32, output: String, complaint: String)

    private func copy(to url: Secret, _ place: Place) async throws -> Ended {
        try await self.run(["copy", "--to", url.revealed], ["STATUSHAWK_DATA_DIR": place.file("data")], place)
    }

    private func run(_ arguments: [String], _ settings: [String: String], _ place: Place) async throws -> Ended {
        let listen = ["STATUSHAWK_LISTEN": "127.0.0.1:\(freePort())"]
        let program = try Program(arguments, environment: settings.merging(listen) { own, _ in own }, in: place)
        defer { program.send(SIGKILL) }
        let status = try await program.exitStatus(within: .seconds(60))
        return (status, program.output, program.errors)
    }

    /// Copies with `results` locked on the server, and interrupts the program when it waits there.
    /// - Returns: its output until then.
    private func copyInterrupted(
        to url: Secret, _ place: Place, by interruption: (Program) async throws -> Void
    ) async throws -> String {
        async let lock: String = PostgreSQLTestServer.run(
            "BEGIN; LOCK TABLE results IN SHARE MODE; SELECT pg_sleep(60)", in: url)
        try await self.untilSessions("query LIKE 'BEGIN; LOCK%' AND wait_event = 'PgSleep'", of: url)
        let program = try Program(
            ["copy", "--to", url.revealed], environment: ["STATUSHAWK_DATA_DIR": place.file("data")], in: place)
        defer { program.send(SIGKILL) }
        try await self.untilSessions("query LIKE 'INSERT INTO \"results\"%' AND wait_event_type = 'Lock'", of: url)
        try await interruption(program)
        try await self.end("query LIKE 'BEGIN; LOCK%'", of: url)
        _ = try? await lock  // it was terminated
        return program.output
    }

    /// Ends sessions as a failover does. No one can open new ones until `body` has ended.
    private func withoutServer(_ url: Secret, _ body: () async throws -> Void) async throws {
        let database = try await PostgreSQLTestServer.run("SELECT current_database()", in: url)
        try await PostgreSQLTestServer.run("ALTER DATABASE \(database) ALLOW_CONNECTIONS FALSE")
        try await PostgreSQLTestServer.run(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = '\(database)' AND application_name = 'statushawk'
            """)
        try await body()
        try await PostgreSQLTestServer.run("ALTER DATABASE \(database) ALLOW_CONNECTIONS TRUE")
    }

    private func end(_ condition: String, of url: Secret) async throws {
        try await PostgreSQLTestServer.run(
            """
            SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND \(condition)
            """, in: url)
    }

    private func untilSessions(_ condition: String, of url: Secret) async throws {
        try await eventually("a session with \(condition)") {
            try await PostgreSQLTestServer.run(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND \(condition)", in: url) != "0"
        }
    }

    private func withPlaces(_ body: (Place, Secret) async throws -> Void) async throws {
        let place = try Place()
        defer { place.remove() }
        try await PostgreSQLTestServer.withDatabase(isMigrated: false) { url in try await body(place, url) }
    }
}
