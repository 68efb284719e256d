/// What is wrong with one table and its indexes, in the words of the database.
package struct TableFaults: Sendable, Equatable {
    package let table: String
    /// Empty: nothing is.
    package let faults: [String]

    package init(table: String, faults: [String]) {
        self.table = table
        self.faults = faults
    }
}

extension StoreError {
    /// What the database said, where what it stores, or the disk below, is damaged; otherwise nil.
    var detailOfDamage: String? {
        switch self {
        case .corrupt(let detail), .disk(let detail): detail
        case .conflict, .unique, .constraint, .unavailable, .unusable, .schema, .commitUnknown, .invalid: nil
        }
    }
}
