import Foundation
import HawkCore
import HawkTestSupport
import Testing

@Suite(.serialized) struct MigrateTests {
    @Test(.timeLimit(.minutes(1))) func `migrating PostgreSQL needs no data directory`() async throws {
        try await PostgreSQLTestServer.withDatabase(isMigrated: false) { database in
            let place = try Place()
            defer { place.remove() }
            try Data().write(to: URL(filePath: place.file("file")))
            let settings = ["DATABASE_URL": database.revealed, "STATUSHAWK_DATA_DIR": place.file("file/data")]
            let program = try Program(["migrate"], environment: settings, in: place)
            #expect(try await program.exitStatus(within: .seconds(30)) == 0, "\(program.errors)")
            let tables = try await PostgreSQLTestServer.run("SELECT count(*) FROM monitors", in: database)
            #expect(tables == "0")
        }
    }
}
