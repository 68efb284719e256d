import HawkCore
import HawkTestSupport
import Testing

@testable import HawkStore

/// An impossible copy is refused in one sentence, and the data stays unchanged.
@Suite(.timeLimit(.minutes(2)))
struct CopyRefusalTests {
    private struct Interruption: Error {}

    @Test func `a target with its own installation is refused`() async throws {
        try await CopyFixture.run(isMigrated: true) { fixture in
            try await fixture.target.write { db in _ = try StoreFixtures.organization("Theirs", in: db) }
            #expect(
                try await fixture.refusal()
                    == "the target already contains data of another installation (in organizations): use an empty database")
            let names = try await fixture.target.read { db in
                try db.rows("SELECT name FROM organizations") { try $0.next(String.self) }
            }
            #expect(names == ["Theirs"])
        }
    }

    @Test func `a target that already has a copy is refused`() async throws {
        try await CopyFixture.run { fixture in
            try await fixture.copy()
            #expect(try await fixture.refusal()?.hasPrefix("the target already contains data of another installation") == true)
            #expect(try await fixture.differences() == [])
        }
    }

    @Test func `tables of another program are refused and not changed`() async throws {
        try await CopyFixture.run { fixture in
            try await fixture.target.write { db in
                try db.execute("CREATE TABLE users (login TEXT)")
                try db.execute("INSERT INTO users (login) VALUES ('root')")
            }
            #expect(try await fixture.refusal()?.contains("(in users)") == true)
            let count = try await fixture.target.read { db in
                try db.first("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") { try $0.next(Int.self) }
            }
            #expect(count == 1)
        }
    }

    @Test func `a target of a newer program is refused`() async throws {
        try await CopyFixture.run(isMigrated: true) { fixture in
            try await fixture.target.write { db in
                try db.execute("INSERT INTO schema_migrations (version, name, applied_at) VALUES (99, 'future', 0)")
            }
            #expect(try await fixture.refusal()?.hasPrefix("the database was created by a newer StatusHawk (schema 99") == true)
        }
    }

    @Test func `a source of a newer or older program, or an empty one, is refused`() async throws {
        let newest = Migrations.all.newest
        try await CopyFixture.run { fixture in
            func becomes(_ statement: SQL) async throws -> String? {
                try await fixture.source.write { db in try db.execute(statement) }
                return try await fixture.refusal()
            }
            #expect(
                try await becomes("INSERT INTO schema_migrations (version, name, applied_at) VALUES (99, 'future', 0)")
                    == "the database was created by a newer StatusHawk (schema 99, this version supports \(newest)): "
                    + "install that version or a later one")
            #expect(
                try await becomes("DELETE FROM schema_migrations WHERE version > 1")
                    == "the SQLite file has an older schema (1, this version needs \(newest)): run `statushawk migrate` first")
            let nothing = "there is no installation to copy: the SQLite file is empty"
            #expect(try await becomes("DELETE FROM schema_migrations") == nothing)
            #expect(try await becomes("DROP TABLE schema_migrations") == nothing)
            let count = try await fixture.target.read { db in
                try db.first("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") { try $0.next(Int.self) }
            }
            #expect(count == 0)
        }
    }

    /// Begins a copy, changes something, and tries to resume.
    private func refusal(after statements: [SQL]) async throws -> String? {
        var sentence: String?
        try await CopyFixture.run { fixture in
            await #expect(throws: Interruption.self) {
                try await InstallationCopy(from: fixture.source, to: fixture.target).run { step in
                    if case .copied = step { throw Interruption() }
                }
            }
            try await fixture.source.write { db in for statement in statements { try db.execute(statement) } }
            sentence = try await fixture.refusal()
        }
        return sentence
    }

    @Test(
        arguments: [
            ["INSERT INTO organizations (name, created_at) VALUES ('New', 0)"],
            // A server that only renewed its lease may have done anything.
            ["UPDATE leases SET expires_at = expires_at + 1000"],
        ] as [[SQL]])
    func `an installation that was used after the copy began is refused`(_ statements: [SQL]) async throws {
        #expect(
            try await self.refusal(after: statements)
                == "the installation has been used since the copy into the target began: start again with an empty database")
    }

    @Test func `an unfinished copy of another installation is refused`() async throws {
        #expect(
            try await self.refusal(after: ["UPDATE schema_migrations SET applied_at = applied_at + 1"])
                == "the target contains an unfinished copy of another installation: use an empty database")
    }

    /// A database that a server uses during the copy.
    private struct Busy: Database {
        let base: any Database

        func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
            try await self.base.write { db in try db.execute("UPDATE leases SET expires_at = expires_at + 1000") }
            return try await self.base.read(body)
        }

        func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
            try await self.base.write(body)
        }

        func close() async { await self.base.close() }
    }

    @Test func `an installation that is used during its copy is refused, even with the same number of rows`() async throws {
        try await CopyFixture.run { fixture in
            await #expect(
                throws: StoreError.unusable(
                    "the installation was used while it was copied: start again with an empty database")
            ) {
                try await InstallationCopy(from: Busy(base: fixture.source), to: fixture.target).run { _ in }
            }
        }
    }

    @Test func `of two concurrent copies the one that lost its position ends`() async throws {
        try await CopyFixture.run { fixture in
            let table = try await fixture.source.read { db in try CopiedTable.all(in: db)[0] }
            await #expect(throws: StoreError.unusable("another copy into the target is running")) {
                try await InstallationCopy(from: fixture.source, to: fixture.target, batch: 2).run { step in
                    guard case .copying(table.name, 2, _) = step else { return }
                    try PostgreSQLTestServer.runBlocking(
                        "UPDATE copies SET copied = 4 WHERE table_name = '\(table.name)'", in: fixture.url)
                }
            }
        }
    }

    @Test func `a copy that differs from its source is refused`() async throws {
        try await CopyFixture.run { fixture in
            do {
                try await InstallationCopy(from: fixture.source, to: fixture.target).run { step in
                    guard case .copied("pauses", _) = step else { return }
                    try PostgreSQLTestServer.runBlocking("UPDATE pauses SET from_at = 77 WHERE from_at = 5", in: fixture.url)
                }
                Issue.record("the difference was not found")
            } catch StoreError.unusable(let sentence) {
                #expect(sentence.hasPrefix("pauses has 5 rows in the source and 5 in the target, or their keys differ"))
            }
            await #expect(throws: StoreError.self) {
                try await fixture.target.read { db in try CopyRepository().requireFinished(in: db) }
            }
        }
    }
}
