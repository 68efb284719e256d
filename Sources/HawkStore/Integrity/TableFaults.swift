/// The faults of one table and its indexes, in the database's words.
package struct TableFaults: Sendable, Equatable {
    package let table: String
    /// Empty if there are none.
    package let faults: [String]

    package init(table: String, faults: [String]) {
        self.table = table
        self.faults = faults
    }
}

extension StoreError {
    /// The database's message, if its data or disk is damaged. Nil otherwise.
    var detailOfDamage: String? {
        switch self {
        case .corrupt(let detail), .disk(let detail): detail
        case .conflict, .unique, .constraint, .unavailable, .unusable, .schema, .commitUnknown, .invalid: nil
        }
    }
}
