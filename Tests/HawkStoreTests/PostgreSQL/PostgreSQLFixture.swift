import HawkCore
import HawkStore
import HawkTestSupport

/// Databases on the test server, with the limits and sizes of a test.
enum PostgreSQLFixture {
    /// Runs a test on a new, migrated database.
    @discardableResult
    static func run<Value>(
        poolSize: Int = 4, clock: (any WallClock)? = ManualClock(), limits: PostgreSQLLimits = PostgreSQLLimits(),
        _ test: (PostgreSQLDatabase, Secret) async throws -> Value
    ) async throws -> Value {
        try await PostgreSQLTestServer.withDatabase { url in
            let database = try await PostgreSQLDatabase(url: url, poolSize: poolSize, clock: clock, limits: limits)
            do {
                let value = try await test(database, url)
                await database.close()
                return value
            } catch {
                await database.close()
                throw error
            }
        }
    }

    static func set(_ key: String, in db: any Connection) throws {
        try db.execute(
            "INSERT INTO installation (key, value) VALUES (\(key), '1') ON CONFLICT (key) DO UPDATE SET value = installation.value || '1'"
        )
    }

    static func value(_ key: String, in db: any Connection) throws -> String? {
        try db.first("SELECT value FROM installation WHERE key = \(key)") { try $0.next() }
    }

    /// Returns the process that serves this connection.
    static func backend(in db: any Connection) throws -> Int {
        try db.first("SELECT pg_backend_pid()") { try $0.next() } ?? 0
    }

    /// Ends a session from outside, as an administrator or a failover does.
    static func terminate(_ backend: Int) async throws {
        try await PostgreSQLTestServer.run("SELECT pg_terminate_backend(\(backend), 10000)")
    }

    /// Waits until a session waits for a lock.
    static func awaitBlocked(_ backend: Int) async throws {
        for _ in 0..<2_000 {
            let waiting = try await PostgreSQLTestServer.run(
                "SELECT coalesce(max(wait_event_type), '') FROM pg_stat_activity WHERE pid = \(backend)")
            if waiting == "Lock" { return }
            await Task.yield()
        }
        throw NeverBlocked()
    }

    struct NeverBlocked: Error {}
}
