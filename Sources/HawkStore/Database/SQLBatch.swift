/// A single-row statement for many elements: `"UPDATE … SET version = version + 1 WHERE id = \(\.id) AND slot < \(now)"`.
///
/// A closure or key path is evaluated for each element. Any other value is the same for all. The text is built once.
package struct SQLBatch<Element> {
    private let pieces: [Piece]

    fileprivate enum Piece {
        case fixed(SQL.Piece)
        case element((Element) -> SQLValue)
    }

    /// The text of a batch, and the functions for an element's values.
    package struct Rendered {
        package let text: String
        private let parameters: [(Element) -> SQLValue]

        fileprivate init(text: String, parameters: [(Element) -> SQLValue]) {
            self.text = text
            self.parameters = parameters
        }

        package func values(of element: Element) -> [SQLValue] { self.parameters.map { $0(element) } }
    }

    package func rendered(for dialect: Dialect) -> Rendered {
        var text = SQLText(dialect)
        var parameters: [(Element) -> SQLValue] = []
        for piece in self.pieces {
            switch piece {
            case .fixed(let piece):
                if let value = text.append(piece) { parameters.append { _ in value } }
            case .element(let get):
                text.appendParameter()
                parameters.append(get)
            }
        }
        return Rendered(text: text.text, parameters: parameters)
    }
}

extension SQLBatch: ExpressibleByStringInterpolation {
    package init(stringLiteral value: StaticString) { self.pieces = [.fixed(.text(value))] }
    package init(stringInterpolation: StringInterpolation) { self.pieces = stringInterpolation.pieces }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) { self.pieces.reserveCapacity(2 * interpolationCount + 1) }

        package mutating func appendLiteral(_ literal: StaticString) { self.pieces.append(.fixed(.text(literal))) }

        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: @escaping (Element) -> Value) {
            self.pieces.append(.element { value($0).sqlValue })
        }

        package mutating func appendInterpolation(_ value: some SQLConvertible) {
            self.pieces.append(.fixed(.value(value.sqlValue)))
        }

        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
            self.pieces.append(.fixed(.value(value.sqlValue)))
        }

        package mutating func appendInterpolation(_ fragment: SQL) { self.pieces += fragment.pieces.map { .fixed($0) } }
        package mutating func appendInterpolation(_ variant: Dialect.Variant) { self.pieces.append(.fixed(.variant(variant))) }

        /// `VALUES (\(each: values))`: one parameter for each value, separated by commas.
        package mutating func appendInterpolation(each values: [(Element) -> SQLValue]) {
            for (index, value) in values.enumerated() {
                if index > 0 { self.pieces.append(.fixed(.text(", "))) }
                self.pieces.append(.element(value))
            }
        }

        @available(*, unavailable, message: "say the unit: \\(duration.milliseconds)")
        package mutating func appendInterpolation(_ duration: Duration) {}
    }
}
