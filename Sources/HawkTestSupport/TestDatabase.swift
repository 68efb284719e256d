import Foundation
package import HawkCore
package import HawkStore

/// The databases that a contract suite runs on: `@Test(arguments: TestDatabase.all)`.
package enum TestDatabase: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqlite = "SQLite"

    package static let all = Self.allCases

    package var description: String { self.rawValue }

    /// Runs a test on a fresh, migrated database of its own, and removes it afterwards.
    @discardableResult
    package func run<Value>(
        clock: any WallClock = ManualClock(), _ test: (any Database) async throws -> Value
    ) async throws -> Value {
        try await TemporaryDirectory.with { directory in
            let database = try SQLiteDatabase(path: "\(directory)/test.db", clock: clock)
            do {
                try await Migrations.all.apply(to: database)
                let value = try await test(database)
                await database.close()
                return value
            } catch {
                await database.close()
                throw error
            }
        }
    }
}

/// A directory that lives as long as one test.
package enum TemporaryDirectory {
    /// - Parameter body: is given the directory's path.
    package static func with<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let directory = FileManager.default.temporaryDirectory.appending(path: "statushawk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        // `try?`: a leftover in the temporary directory fails no test.
        defer { try? FileManager.default.removeItem(at: directory) }
        return try await body(directory.path())
    }
}
