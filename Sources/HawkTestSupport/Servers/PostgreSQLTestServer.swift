import CPostgreSQL
import Dispatch
import Foundation
package import HawkCore
import HawkStore

/// The PostgreSQL server of the tests, named by `HAWK_TEST_POSTGRES`. Each test gets its own database on it, cloned from one that
/// was migrated once.
package enum PostgreSQLTestServer {
    package struct Missing: Error, CustomStringConvertible {
        package let description =
            "these tests need a PostgreSQL server: run them by script/test, or set HAWK_TEST_POSTGRES to the URL of one where "
            + "databases may be made, such as postgres://postgres@127.0.0.1:5432/postgres"
    }

    package struct Refused: Error, CustomStringConvertible {
        package let description: String
    }

    /// The days of most tests' results: after the epoch, and around the manual clock's time.
    private static let days = [
        Instant.epoch...Instant.epoch + .days(1), ManualClock().now - .days(2)...ManualClock().now + .days(3),
    ]

    // SAFETY: created once and awaited by its users; it ends with its work.
    private static let template = Task { try await makeTemplate() }

    /// Runs a test with the URL of a new database, which is removed afterwards.
    /// - Parameter isMigrated: Whether it has this version's schema. Otherwise it is empty.
    package static func withDatabase<Value>(isMigrated: Bool = true, _ body: (Secret) async throws -> Value) async throws -> Value
    {
        let name = Self.makeName()
        let template = isMigrated ? try await Self.template.value : "template0"
        try await Self.run("CREATE DATABASE \(name) TEMPLATE \(template) ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        do {
            let value = try await body(Self.url(of: name))
            try await Self.run("DROP DATABASE \(name) WITH (FORCE)")
            return value
        } catch {
            try await Self.run("DROP DATABASE \(name) WITH (FORCE)")
            throw error
        }
    }

    /// Runs a statement outside a transaction, as the user of `HAWK_TEST_POSTGRES`.
    ///
    /// - Parameter database: Nil for the one in the variable.
    /// - Returns: The first value of the result. Empty if there is none.
    @discardableResult
    package static func run(_ statement: String, in database: Secret? = nil) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Self.runBlocking(statement, in: database) })
            }
        }
    }

    /// Returns the URL of another database on the same server, optionally with another user.
    package static func url(of database: String?, user: String? = nil) throws -> Secret {
        guard let text = ProcessInfo.processInfo.environment["HAWK_TEST_POSTGRES"], !text.isEmpty else { throw Missing() }
        guard var url = URLComponents(string: text) else { throw Refused(description: "HAWK_TEST_POSTGRES is not a URL") }
        if let database { url.path = "/\(database)" }
        if let user { url.user = user }
        return Secret(url.string ?? text)
    }

    private static func makeName() -> String {
        "statushawk_test_\(UUID().uuidString.replacing("-", with: "").lowercased())"
    }

    private static func makeTemplate() async throws -> String {
        let name = Self.makeName()
        try await Self.run("CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        let database = try await PostgreSQLDatabase(url: Self.url(of: name), poolSize: 1)
        try await Migrations.all.apply(to: database)
        try await database.write { db in
            for days in Self.days { try ResultPartitions().prepare(days, in: db) }
            try db.execute("CREATE TABLE results_of_other_days PARTITION OF results DEFAULT")
        }
        await database.close()
        Self.dropAtExit = "DROP DATABASE \(name) WITH (FORCE)"
        atexit {
            // `try?`: a database left on a test server is harmless.
            _ = try? PostgreSQLTestServer.runBlocking(PostgreSQLTestServer.dropAtExit)
        }
        return name
    }

    // SAFETY: written once, before the function that reads it is registered.
    nonisolated(unsafe) private static var dropAtExit = ""

    /// The blocking version, for use within a transaction, which has its own thread.
    @discardableResult
    package static func runBlocking(_ statement: String, in database: Secret? = nil) throws -> String {
        let connection = PQconnectdb(try (database ?? Self.url(of: nil)).revealed)
        defer { PQfinish(connection) }
        guard PQstatus(connection) == CONNECTION_OK else { throw Refused(description: Self.message(connection)) }
        let result = PQexec(connection, statement)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK: return ""
        case PGRES_TUPLES_OK: return PQntuples(result) > 0 ? String(cString: PQgetvalue(result, 0, 0)) : ""
        default: throw Refused(description: Self.message(connection))
        }
    }

    private static func message(_ connection: OpaquePointer?) -> String {
        "the server of HAWK_TEST_POSTGRES says: \(PQerrorMessage(connection).map { String(cString: $0) } ?? "nothing")"
    }
}
