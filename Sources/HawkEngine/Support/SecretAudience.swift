import HawkCore

/// The receiver of a form's secrets, by the fields that determine it.
struct SecretAudience {
    private let fields: [FormField]
    private let values: JSONValue

    /// - Parameter values: Normalized, by field name, with a mask for each secret that is kept.
    init(_ fields: [FormField], _ values: JSONValue) {
        self.fields = fields.filter { $0.secretBinding != nil }
        self.values = values
    }

    /// Returns the fields that would send secrets, entered for this audience, to another receiver.
    func differences(to other: SecretAudience) -> [FormField] {
        self.fields.filter { field in
            let (before, now) = (self.part(of: field), other.part(of: field))
            return before != now && !(field.kind == .toggle && now == true)
        }
    }

    /// The name that people know, such as `https://shop.example` or `db.example:5432`. Nil if no readable field has one.
    var name: String? {
        self.fields.lazy.filter { !$0.secret }.compactMap { self.part(of: $0).string }.first
    }

    private func part(of field: FormField) -> JSONValue { field.boundPart(of: self.values[field.name] ?? .null) }
}
