import Foundation
package import HawkCore
package import HawkStore

/// The databases that a contract suite runs on: `@Test(arguments: TestDatabase.all)`.
package enum TestDatabase: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"

    /// Both, or only SQLite with `HAWK_TEST_DATABASES=sqlite`.
    package static let all =
        ProcessInfo.processInfo.environment["HAWK_TEST_DATABASES"] == "sqlite" ? [Self.sqlite] : Self.allCases

    package var description: String { self.rawValue }

    /// Runs a test on its own new, migrated database, and removes that afterwards. Both use the test's clock.
    @discardableResult
    package func run<Value>(
        clock: any WallClock = ManualClock(), _ test: (any Database) async throws -> Value
    ) async throws -> Value {
        switch self {
        case .sqlite:
            try await TemporaryDirectory.with { directory in
                let database = try SQLiteDatabase(path: "\(directory)/test.db", clock: clock)
                return try await Self.closing(database) {
                    try await Migrations.all.apply(to: database)
                    return try await test(database)
                }
            }
        case .postgreSQL:
            try await PostgreSQLTestServer.withDatabase { url in
                let database = try await PostgreSQLDatabase(url: url, clock: clock)
                return try await Self.closing(database) { try await test(database) }
            }
        }
    }

    private static func closing<Value>(_ database: any Database, _ body: () async throws -> Value) async throws -> Value {
        do {
            let value = try await body()
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }
}

/// A directory that exists as long as one test.
package enum TemporaryDirectory {
    /// - Parameter body: Gets the directory's path.
    package static func with<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let directory = FileManager.default.temporaryDirectory.appending(path: "statushawk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        // `try?`: a leftover in the temporary directory is harmless.
        defer { try? FileManager.default.removeItem(at: directory) }
        return try await body(directory.path())
    }
}
