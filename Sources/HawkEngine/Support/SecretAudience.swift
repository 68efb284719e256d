import HawkCore

/// Who gets the secrets of a form, by the fields that say so.
struct SecretAudience {
    private let fields: [FormField]
    private let values: JSONValue

    /// - Parameter values: normalised, by the fields' names; a mask in place of each secret that is kept.
    init(_ fields: [FormField], _ values: JSONValue) {
        self.fields = fields.filter { $0.secretBinding != nil }
        self.values = values
    }

    /// The fields that would have somebody else get secrets that were entered for this audience.
    func differences(to other: SecretAudience) -> [FormField] {
        self.fields.filter { field in
            let (before, now) = (self.part(of: field), other.part(of: field))
            return before != now && !(field.kind == .toggle && now == true)
        }
    }

    /// As people know it, such as `https://shop.example` or `db.example:5432`; nil where no readable field names it.
    var name: String? {
        self.fields.lazy.filter { !$0.secret }.compactMap { self.part(of: $0).string }.first
    }

    private func part(of field: FormField) -> JSONValue { field.boundPart(of: self.values[field.name] ?? .null) }
}
