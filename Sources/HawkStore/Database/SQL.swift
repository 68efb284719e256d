/// A statement with its values: `"SELECT name FROM users WHERE id = \(id)"`.
///
/// Every interpolated value becomes a parameter. Text can only come from the program's own literals (the literal type is
/// `StaticString`), so injection is not possible. `\(in: ids)` is one parameter for any count. `\(.forUpdate)` becomes the
/// dialect's text. Another `SQL` may be interpolated as a fragment. A name from a schema is quoted.
package struct SQL: Sendable {
    var pieces: [Piece]

    enum Piece: Sendable {
        case text(StaticString)
        case name(String)
        case value(SQLValue)
        case list(SQLValue)
        case variant(Dialect.Variant)
    }

    /// Returns the statement's text and its values. The first value is `$1`.
    package func rendered(for dialect: Dialect) -> (text: String, values: [SQLValue]) {
        var text = SQLText(dialect)
        var values: [SQLValue] = []
        for piece in self.pieces {
            if let value = text.append(piece) { values.append(value) }
        }
        return (text.text, values)
    }
}

extension SQL: ExpressibleByStringInterpolation {
    package init(stringLiteral value: StaticString) { self.pieces = [.text(value)] }
    package init(stringInterpolation: StringInterpolation) { self.pieces = stringInterpolation.pieces }

    package struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) { self.pieces.reserveCapacity(2 * interpolationCount + 1) }

        package mutating func appendLiteral(_ literal: StaticString) { self.pieces.append(.text(literal)) }
        package mutating func appendInterpolation(_ value: some SQLConvertible) { self.pieces.append(.value(value.sqlValue)) }
        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
            self.pieces.append(.value(value.sqlValue))
        }

        package mutating func appendInterpolation(_ fragment: SQL) { self.pieces += fragment.pieces }
        package mutating func appendInterpolation(_ variant: Dialect.Variant) { self.pieces.append(.variant(variant)) }

        /// `WHERE id \(in: ids)`: true for every row whose column value is in the list.
        package mutating func appendInterpolation(in list: some Sequence<some SQLConvertible>) {
            self.pieces.append(.list(SQLValue(list: list)))
        }

        @available(*, unavailable, message: "say the unit: \\(duration.milliseconds)")
        package mutating func appendInterpolation(_ duration: Duration) {}
    }
}

extension SQLValue {
    init(list: some Sequence<some SQLConvertible>) {
        var integers: [Int64] = []
        var texts: [String] = []
        for element in list {
            switch element.sqlValue {
            case .int(let value): integers.append(value)
            case .text(let value): texts.append(value)
            default: preconditionFailure("a list must contain integers or texts")
            }
        }
        self = texts.isEmpty ? .integers(integers) : .texts(texts)
    }
}
