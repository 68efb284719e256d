/// Why the store could not do what it was asked.
///
/// The description is for anyone and holds neither SQL nor values; `detail` is for the log.
package enum StoreError: Error, Sendable, Equatable {
    /// A compare-and-set missed: someone else changed the row first.
    case conflict
    /// A row with the same key is there already. Columns in the order of the constraint, without their table.
    case unique(table: String, columns: [String])
    /// Any other constraint: a missing parent, a refused change of history.
    case constraint(detail: String)
    /// The database cannot be reached or is locked by another program. Trying again later may help.
    case unavailable(detail: String)
    /// The disk is full or failing. The connection works again once the disk does.
    case disk(detail: String)
    /// The file or the schema is none that this program may touch. The sentence says what to do.
    case unusable(String)
    /// A table or column is missing: the fault of no value.
    case schema(detail: String)
    /// What is stored does not make sense.
    case corrupt(detail: String)
    /// The connection was lost during COMMIT: the transaction took effect, or did not. Never repeat it blindly.
    case commitUnknown(detail: String)
    /// The programmer's mistake: a statement that the database does not understand.
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

    /// Whether the same may succeed later without anyone's doing.
    package var mayPass: Bool {
        switch self {
        case .unavailable, .disk, .commitUnknown: true
        case .conflict, .unique, .constraint, .unusable, .schema, .corrupt, .invalid: false
        }
    }

    /// What a log should say besides; may name tables and columns. nil where there is nothing more.
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
