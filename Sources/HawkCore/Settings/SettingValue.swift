/// An element of a list that is a setting.
package protocol SettingElement: Decodable, Equatable, Sendable {
    /// The kind of the field for a list of these.
    static var listKind: FormField.Kind { get }
    /// The value as it is stored. Decoding it gives the same value.
    var jsonValue: JSONValue { get }
}

extension SettingElement {
    package static var listKind: FormField.Kind { .list }
}

/// The value of a setting.
package protocol SettingValue: Decodable, Equatable, Sendable {
    /// The usual kind of the field.
    static var kind: FormField.Kind { get }
    /// The choices of a `select`, in order.
    static var options: [String] { get }
    /// The value as it is stored. Decoding it gives the same value.
    var jsonValue: JSONValue { get }
}

extension SettingValue {
    package static var options: [String] { [] }
}

/// One of a closed list of words.
package protocol SettingChoice: SettingValue, CaseIterable, RawRepresentable<String> {}

extension SettingChoice {
    package static var kind: FormField.Kind { .select }
    package static var options: [String] { self.allCases.map(\.rawValue) }
    package var jsonValue: JSONValue { .string(self.rawValue) }

    /// - Throws: `OperationError` that lists the words.
    package init(from decoder: any Decoder) throws {
        guard let choice = Self(rawValue: try decoder.singleValueContainer().decode(String.self)) else {
            throw OperationError.invalid(
                decoder.codingPath.wirePath, "must be one of " + Self.options.joined(separator: ", "))
        }
        self = choice
    }
}

extension Bool: SettingValue {
    package static var kind: FormField.Kind { .toggle }
    package var jsonValue: JSONValue { .bool(self) }
}

extension Int: SettingValue {
    package static var kind: FormField.Kind { .number }
    package var jsonValue: JSONValue { .int(Int64(self)) }
}

extension Int64: SettingValue {
    package static var kind: FormField.Kind { .number }
    package var jsonValue: JSONValue { .int(self) }
}

extension String: SettingValue, SettingElement {
    package static var kind: FormField.Kind { .text }
    package var jsonValue: JSONValue { .string(self) }
}

extension Array: SettingValue where Element: SettingElement {
    package static var kind: FormField.Kind { Element.listKind }
    package var jsonValue: JSONValue { .array(self.map(\.jsonValue)) }
}

// BOUNDED: by JSONParser
extension Dictionary: SettingValue where Key == String, Value == String {
    package static var kind: FormField.Kind { .map }
    package var jsonValue: JSONValue { .object(self.mapValues { .string($0) }) }
}
