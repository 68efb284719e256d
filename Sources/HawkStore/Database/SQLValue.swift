/// One value on its way to or from a database.
package enum SQLValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text(String)
    case bytes([UInt8])
    /// A whole list as one parameter, written `\(in: …)`. Never read back.
    case integers([Int64])
    case texts([String])
}

/// A type that can be bound to a parameter and read from a column.
///
/// Durations are not convertible: columns name their unit, so a query uses `\(interval.milliseconds)`.
package protocol SQLConvertible {
    var sqlValue: SQLValue { get }

    /// - Throws: `SQLValue.Mismatch` if the value has another kind or is not one of the type's values.
    init(sqlValue: SQLValue) throws
}

extension SQLValue {
    /// The value of a column had another type than its reader expected.
    package struct Mismatch: Error {
        package let expected: String

        package init(_ expected: Any.Type) { self.expected = "\(expected)" }
    }
}
