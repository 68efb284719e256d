import Foundation

/// A value stored as JSON in a TEXT column. The database never parses it.
package struct JSONText<Value: Codable>: SQLConvertible {
    package let value: Value
    package let text: String

    /// - Throws: `EncodingError` for values that JSON cannot represent, such as a number that is not finite.
    package init(_ value: Value) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.value = value
        self.text = String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    package var sqlValue: SQLValue { .text(self.text) }

    package init(sqlValue: SQLValue) throws {
        let text = try String(sqlValue: sqlValue)
        self.text = text
        do {
            self.value = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch is DecodingError {
            throw SQLValue.Mismatch(Value.self)
        }
    }
}
