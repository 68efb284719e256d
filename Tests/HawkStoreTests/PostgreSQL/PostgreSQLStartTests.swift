import Foundation
import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// An unusable server is refused in one sentence that says why.
@Suite(.timeLimit(.minutes(2)))
struct PostgreSQLStartTests {
    private func expectSentence(_ beginning: String, _ url: Secret) async {
        do {
            _ = try await PostgreSQLDatabase(url: url, limits: PostgreSQLLimits(connecting: .seconds(2)))
            Issue.record("\(beginning) is missing")
        } catch StoreError.unusable(let sentence) {
            #expect(sentence.hasPrefix(beginning), "\(sentence)")
            #expect(!sentence.contains("\n") && !sentence.contains("hidden"))
        } catch {
            Issue.record(error)
        }
    }

    @Test func `a port without a listener is refused`() async throws {
        await self.expectSentence(
            "PostgreSQL cannot be reached: connection to server at \"127.0.0.1\", port 1 failed: Connection refused",
            Secret("postgres://hawk:hidden@127.0.0.1:1/hawk"))
    }

    @Test func `a silent server is refused`() async throws {
        let silent = try await TCPTestServer(.hold)
        await self.expectSentence(
            "PostgreSQL cannot be reached: connection to server at \"127.0.0.1\", port \(silent.port) failed",
            Secret("postgres://hawk:hidden@127.0.0.1:\(silent.port)/hawk"))
        try await silent.close()
    }

    @Test func `a missing database is refused`() async throws {
        let url = try PostgreSQLTestServer.url(of: "statushawk_test_nowhere")
        do {
            _ = try await PostgreSQLDatabase(url: url)
            Issue.record("a missing database was opened")
        } catch StoreError.unusable(let sentence) {
            #expect(sentence.hasSuffix("database \"statushawk_test_nowhere\" does not exist"))
        }
    }

    @Test func `a user who may not create tables is refused`() async throws {
        try await PostgreSQLTestServer.withDatabase(isMigrated: false) { url in
            let user = "statushawk_test_guest"
            try await PostgreSQLTestServer.run(
                """
                DO $$ BEGIN CREATE ROLE \(user) LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                REVOKE CREATE ON SCHEMA public FROM PUBLIC
                """, in: url)
            let name = try await PostgreSQLTestServer.run("SELECT current_database()", in: url)
            let guest = try PostgreSQLTestServer.url(of: name, user: user)
            do {
                _ = try await PostgreSQLDatabase(url: guest)
                Issue.record("a user without rights was accepted")
            } catch StoreError.unusable(let sentence) {
                #expect(
                    sentence == "the PostgreSQL user \(user) may not create tables in the schema public: "
                        + "let it own the database, or GRANT USAGE, CREATE ON SCHEMA public TO it")
            }
            try await PostgreSQLTestServer.run("DROP ROLE \(user)")
        }
    }

    @Test(arguments: [
        (130_012, "UTF8", "PostgreSQL 13 is too old: StatusHawk needs version 14 or newer"),
        (140_000, "SQL_ASCII", "the database's encoding is SQL_ASCII: create it with ENCODING 'UTF8'"),
    ])
    func `an old server or another encoding is refused`(_ version: Int, _ encoding: String, _ sentence: String) {
        let server = PostgreSQLServer(version: version, encoding: encoding, user: "hawk", schema: "public", mayCreate: true)
        #expect(throws: StoreError.unusable(sentence)) { try server.requireUsable() }
    }

    @Test func `the oldest supported server is accepted`() throws {
        try PostgreSQLServer(version: 140_000, encoding: "UTF8", user: "hawk", schema: "public", mayCreate: true).requireUsable()
    }

    @Test func `a URL that libpq cannot parse is invalid`() {
        #expect(PostgreSQLDatabase.understands(url: Secret("postgres://hawk@db/hawk?sslmode=verify-full&sslrootcert=/ca.pem")))
        #expect(!PostgreSQLDatabase.understands(url: Secret("postgres://hawk@db/hawk?sllmode=require")))
    }

    /// Returns the URL of the test server with additional parameters.
    private func server(_ parameters: String, of database: Secret? = nil) throws -> Secret {
        let url = try (database ?? PostgreSQLTestServer.url(of: nil)).revealed
        return Secret("\(url)\(url.contains("?") ? "&" : "?")\(parameters)")
    }

    @Test func `a connection is encrypted if the URL requires it`() async throws {
        try await PostgreSQLTestServer.withDatabase { url in
            let database = try await PostgreSQLDatabase(url: self.server("sslmode=require", of: url))
            let isEncrypted = try await database.read { db in
                try db.first("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") { try $0.next(Bool.self) }
            }
            #expect(isEncrypted == true)
            await database.close()
        }
    }

    @Test func `a server without a trusted certificate is refused if the URL requires one`() async throws {
        try await TemporaryDirectory.with { directory in
            // An authority that issued none of the certificates.
            let authority = "\(directory)/authority.pem"
            try TestAuthority().pem.write(toFile: authority, atomically: true, encoding: .utf8)
            do {
                _ = try await PostgreSQLDatabase(url: self.server("sslmode=verify-full&sslrootcert=\(authority)"))
                Issue.record("an untrusted server was accepted")
            } catch StoreError.unusable(let sentence) {
                #expect(sentence.hasPrefix("PostgreSQL cannot be reached") && sentence.contains("certificate"), "\(sentence)")
            }
        }
    }
}
