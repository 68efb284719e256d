import Foundation
import GRDB

/// Searches a SQLite file for damage, table by table, through its own read-only connection. It delays nothing except the disk,
/// and can run beside a server.
package struct SQLiteCheck: Sendable {
    /// The maximum number of reported faults per table.
    private static let maxFaults = 5
    /// The name under which the table of all tables is reported.
    private static let schema = "sqlite_schema"

    private let queue: DatabaseQueue
    private let path: String

    /// Reads the file through SQLite alone. If this process has the file open, closing it in another way would release its locks,
    /// which POSIX keeps per process. Another program that ends would then remove the write-ahead log.
    /// - Throws: `StoreError.unusable` if the file does not exist, is not ours or cannot be opened.
    package init(path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.unusable("\(path) does not exist") }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            self.queue = try DatabaseQueue(path: path, configuration: configuration)
            let application = try self.queue.read { db in try Int32.fetchOne(db, sql: "PRAGMA application_id") }
            guard application == SQLiteFile.applicationID else { throw SQLiteFile.foreign(path) }
        } catch let error as DatabaseError {
            throw StoreError(opening: path, error)
        }
    }

    /// Checks every table and its indexes.
    /// - Parameter checked: called with each table and its faults, usually none.
    /// - Throws: `CancellationError`, or `StoreError` if it cannot continue.
    package func run(_ checked: (TableFaults) -> Void) async throws {
        defer { try? self.queue.close() }  // nothing was written
        let tables: [String]
        do {
            tables = try await self.read("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        } catch let error as StoreError where error.detailOfDamage != nil {
            return checked(TableFaults(table: Self.schema, faults: [error.detailOfDamage ?? ""]))
        }
        for table in tables { checked(TableFaults(table: table, faults: try await self.faults(of: table))) }
    }

    private func faults(of table: String) async throws -> [String] {
        do {
            let rows = try await self.read("SELECT quick_check FROM pragma_quick_check(?)", table)
            return rows == ["ok"] ? [] : Array(rows.prefix(Self.maxFaults))
        } catch let error as StoreError {
            guard let detail = error.detailOfDamage else { throw error }
            return [detail]
        }
    }

    /// Runs a query. Cancellation interrupts the statement.
    private func read(_ sql: String, _ argument: String? = nil) async throws -> [String] {
        let values = argument.map { [$0] } ?? []
        do {
            return try await withTaskCancellationHandler {
                try await self.queue.read { db in
                    try String.fetchAll(db, sql: sql, arguments: StatementArguments(values))
                }
            } onCancel: {
                self.queue.interrupt()
            }
        } catch let error as DatabaseError {
            try Task.checkCancellation()
            throw StoreError(error)
        }
    }
}
