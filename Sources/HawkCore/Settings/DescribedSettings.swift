/// The settings of a monitor type or a channel.
///
/// Each setting is described once, by a `Setting`. The form, the decoding, the JSON and the validation follow from it. A default is
/// the initial value of the property.
package protocol DescribedSettings: Decodable, Equatable, Sendable {
    /// All settings, in the order of the form.
    static var settings: SettingList<Self> { get }

    /// Creates settings with all defaults.
    init()

    /// Returns the errors that concern several settings, by the path of one of them.
    func validate() -> [FieldError]
}

extension DescribedSettings {
    package func validate() -> [FieldError] { [] }

    package init(from decoder: any Decoder) throws {
        self.init()
        let members = try decoder.container(keyedBy: WireKey.self)
        for setting in Self.settings.all { try setting.decode(members, &self) }
    }

    /// Decodes and validates settings. Members that are absent or null have their defaults.
    /// - Parameter check: returns further errors.
    /// - Throws: `malformed` for unknown members and wrong types, `invalid` for missing and invalid values, by their paths.
    package init(validating json: JSONValue, and check: (Self) -> [FieldError] = { _ in [] }) throws(OperationError) {
        do {
            self = try StrictDecoder.decode(Self.self, from: json, missing: .invalid)
        } catch {
            throw error as? OperationError ?? .malformed([FieldError("", "cannot be read")])
        }
        let errors = Self.settings.errors(in: self) + check(self)
        guard errors.isEmpty else { throw .invalid(errors) }
    }

    /// All settings by name, including secrets. One without a value is null.
    package var json: JSONValue {
        let members = Self.settings.all.map { ($0.field.name, $0.json(self)) }
        return .object(Dictionary(members, uniquingKeysWith: { _, last in last }))
    }
}
