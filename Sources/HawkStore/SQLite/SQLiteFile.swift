import Foundation
import GRDB

/// Distinguishes our files from those of other programs.
struct SQLiteFile {
    /// "HAWK". Written into every file that we create: https://www.sqlite.org/pragma.html#pragma_application_id
    static let applicationID: Int32 = 0x4841_574B

    let path: String

    /// Accepts a file that is ours, empty or missing. Changes nothing. Only before this process opens the file: see
    /// `SQLiteCheck`.
    /// - Throws: `StoreError.unusable`.
    func requireOurs() throws {
        guard let size = try? FileManager.default.attributesOfItem(atPath: self.path)[.size] as? Int, size > 0 else {
            return  // `try?`: an unreadable file cannot be opened either, and opening reports the reason
        }
        // SQLite itself treats a file shorter than a header as empty, and would overwrite it.
        guard try self.start() == Array("SQLite format 3\0".utf8) else { throw Self.foreign(self.path) }
        do {
            // Not a pool, which would convert another program's file to WAL.
            let queue = try DatabaseQueue(path: self.path)
            let (application, tables) = try queue.read { db in
                (
                    try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
                )
            }
            try queue.close()
            // An id of 0 without a table: we were killed right after creating the file.
            guard application == Self.applicationID || (application == 0 && tables == 0) else { throw Self.foreign(self.path) }
        } catch let error as DatabaseError {
            throw StoreError(opening: self.path, error)
        }
    }

    private func start() throws -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: self.path) else {
            throw StoreError.unusable("\(self.path) cannot be read: check its owner and permissions")
        }
        defer { try? file.close() }  // `try?`: nothing was written
        let start = try? file.read(upToCount: 16)  // `try?`: a directory, for example, is not ours either
        return [UInt8](start ?? Data())
    }

    static func foreign(_ path: String) -> StoreError {
        .unusable("\(path) belongs to another program: use another file or data directory")
    }
}
