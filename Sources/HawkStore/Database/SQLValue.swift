/// One value as it crosses to or from a database.
package enum SQLValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text(String)
    case bytes([UInt8])
    /// A whole list as one parameter, written `\(in: …)`; never read back.
    case integers([Int64])
    case texts([String])
}

/// A type that can be bound to a parameter and read from a column.
///
/// Durations are none: columns name their unit, so a query writes `\(interval.milliseconds)`.
package protocol SQLConvertible {
    var sqlValue: SQLValue { get }

    /// - Throws: `SQLValue.Mismatch` when the value is of another kind, or none of the type's.
    init(sqlValue: SQLValue) throws
}

extension SQLValue {
    /// A column held something else than its reader expected.
    package struct Mismatch: Error {
        package let expected: String

        package init(_ expected: Any.Type) { self.expected = "\(expected)" }
    }
}
