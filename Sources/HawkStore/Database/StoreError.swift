/// The reason why a store operation failed.
///
/// The description is safe for everyone: it has neither SQL nor values. `detail` is for the log.
package enum StoreError: Error, Sendable, Equatable {
    /// A compare-and-set failed: another change came first.
    case conflict
    /// A row with the same key exists. The columns are in constraint order, without their table.
    case unique(table: String, columns: [String])
    /// Any other constraint: a missing parent row, a refused change of history.
    case constraint(detail: String)
    /// The database cannot be reached, or another program has locked it. A later retry may help.
    case unavailable(detail: String)
    /// The disk is full or fails. The connection works again once the disk does.
    case disk(detail: String)
    /// This program must not use the file or schema. The sentence says what to do.
    case unusable(String)
    /// A table or column is missing, regardless of the values.
    case schema(detail: String)
    /// Stored data is invalid.
    case corrupt(detail: String)
    /// The connection was lost during COMMIT, so it is unknown whether the transaction took effect. Never repeat it blindly.
    case commitUnknown(detail: String)
    /// A programming error: the database does not understand a statement.
    case invalid(detail: String)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .conflict: "someone else has changed this in the meantime"
        case .unique: "it already exists"
        case .constraint: "the database refused the change"
        case .unavailable: "the database cannot be reached"
        case .disk: "the database's disk is full or failing"
        case .unusable(let sentence): sentence
        case .schema: "the database schema does not match this version"
        case .corrupt: "the database contains unreadable data"
        case .commitUnknown: "the connection to the database was lost during a commit"
        case .invalid: "the database refused a statement"
        }
    }

    /// Whether the same operation may succeed later without intervention.
    package var mayPass: Bool {
        switch self {
        case .unavailable, .disk, .commitUnknown: true
        case .conflict, .unique, .constraint, .unusable, .schema, .corrupt, .invalid: false
        }
    }

    /// Further text for the log, which may name tables and columns. Nil if there is none.
    package var detail: String? {
        switch self {
        case .conflict, .unusable: nil
        case .unique(let table, let columns): "\(table)(\(columns.joined(separator: ", ")))"
        case .constraint(let detail), .unavailable(let detail), .disk(let detail), .schema(let detail), .corrupt(let detail),
            .commitUnknown(let detail), .invalid(let detail):
            detail
        }
    }
}
