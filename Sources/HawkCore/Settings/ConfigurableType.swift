/// A monitor type or a channel type: something that people add with a form.
package protocol ConfigurableType: Sendable {
    associatedtype TypeName: RawRepresentable<String>
    associatedtype Settings: DescribedSettings

    /// Stored in the database and in the API. Never rename it. A page of the documentation has the same name.
    static var type: TypeName { get }
    /// The type's name for people.
    static var label: String { get }
}

/// An entry of a registry: a type that hides its settings type. Settings are read and returned as JSON.
package protocol RegisteredType: Sendable {
    associatedtype TypeName: RawRepresentable<String>, Equatable

    var type: TypeName { get }
    var label: String { get }
    /// The fields of its settings, in display order.
    var form: [FormField] { get }
    /// The page that describes it, from the root of the repository.
    var documentation: String { get }

    /// Returns the settings as they are stored, including secrets: unknown members refused, defaults filled in, values validated.
    /// - Throws: the errors by their paths within the settings. `malformed` for unknown members and wrong types, `invalid` for
    ///   missing and invalid values.
    func normalise(settings: JSONValue) throws(OperationError) -> JSONValue
}

/// All types of one sort that this program knows, in display order.
package protocol TypeRegistry: Sendable {
    associatedtype Entry: RegisteredType

    var all: [Entry] { get }
}

extension TypeRegistry {
    /// Nil if there is no such type.
    package subscript(_ type: Entry.TypeName) -> Entry? { self.all.first { $0.type == type } }
}
