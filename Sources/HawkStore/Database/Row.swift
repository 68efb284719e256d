/// One result row, read column by column in query order: `try row.next()`.
package struct Row {
    private let columns: any RowColumns
    private var index = 0

    package init(_ columns: any RowColumns) { self.columns = columns }

    /// Returns the next column.
    /// - Throws: `StoreError.corrupt` if there is none or its type differs.
    package mutating func next<Value: SQLConvertible>(_ type: Value.Type = Value.self) throws -> Value {
        let position = self.index + 1
        guard self.index < self.columns.count else {
            throw StoreError.corrupt(detail: "a row has \(self.columns.count) columns, but column \(position) was requested")
        }
        self.index = position
        do {
            return try Value(sqlValue: self.columns.value(at: position - 1))
        } catch let mismatch as SQLValue.Mismatch {
            throw StoreError.corrupt(detail: "column \(position) is not of type \(mismatch.expected)")
        }
    }
}

/// The columns of a driver's current row.
package protocol RowColumns {
    var count: Int { get }

    /// - Parameter index: starts at 0, less than `count`.
    func value(at index: Int) -> SQLValue
}
