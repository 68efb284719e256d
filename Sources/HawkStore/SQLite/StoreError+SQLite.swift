import GRDB

extension StoreError {
    /// Runs `body` and converts GRDB's errors to ours. All others pass through.
    static func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    init(_ error: DatabaseError) {
        // The detail has neither the statement nor its values: SQLite's message names at most tables and columns.
        let detail = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        switch error.resultCode {
        case .SQLITE_CONSTRAINT: self = Self.constraint(error, detail)
        case .SQLITE_FULL, .SQLITE_IOERR: self = .disk(detail: detail)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(detail: detail)
        case .SQLITE_ERROR where Self.isOfSchema(error): self = .schema(detail: detail)
        case .SQLITE_ERROR, .SQLITE_RANGE, .SQLITE_MISMATCH, .SQLITE_TOOBIG: self = .invalid(detail: detail)
        default: self = .unavailable(detail: detail)  // busy, locked, closed, interrupted, read-only, no memory
        }
    }

    /// Returns whether a table or column is missing, regardless of the values.
    private static func isOfSchema(_ error: DatabaseError) -> Bool {
        let message = error.message ?? ""
        return ["no such table", "no such column"].contains { message.hasPrefix($0) } || message.contains("has no column named")
    }

    /// Creates the error for a file that could not be opened.
    init(opening path: String, _ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .unusable("\(path) is locked by another program")
        case .SQLITE_FULL, .SQLITE_IOERR: self = .unusable("\(path) cannot be opened: the disk is full or failing")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .unusable("\(path) is damaged: restore it from a backup")
        case .SQLITE_READONLY, .SQLITE_PERM: self = .unusable("\(path) cannot be written: check its owner and permissions")
        default: self = .unusable("\(path) cannot be opened: check that its directory exists and can be written")
        }
    }

    private static func constraint(_ error: DatabaseError, _ detail: String) -> StoreError {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            // "UNIQUE constraint failed: users.email_key" or "…: memberships.organization_id, memberships.user_id"
            let names = (error.message ?? "").split(separator: ": ").last?.split(separator: ", ") ?? []
            let columns = names.map { $0.split(separator: ".", maxSplits: 1) }
            guard let table = columns.first?.first, columns.allSatisfy({ $0.count == 2 }) else {
                return .constraint(detail: detail)
            }
            return .unique(table: String(table), columns: columns.map { String($0[1]) })
        default:
            return .constraint(detail: detail)
        }
    }
}
