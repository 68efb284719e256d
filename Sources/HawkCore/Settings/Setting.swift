/// One setting: its field in the form, and how it is read, written and validated.
package struct Setting<Root: DescribedSettings>: Sendable {
    package let field: FormField
    /// Sets the value. Leaves the default if the member is absent or null.
    let decode: @Sendable (KeyedDecodingContainer<WireKey>, inout Root) throws -> Void
    /// Null if there is no value.
    let json: @Sendable (Root) -> JSONValue
    /// Returns the errors in the value, by path.
    let errors: @Sendable (Root) -> [FieldError]

    /// - Parameters:
    ///   - name: the member in JSON. Stored, so never rename it.
    ///   - rules: what the value must satisfy. The first broken rule is reported.
    ///   - required: whether the member must be present. It then has no default.
    ///   - options: the suggestions for a text.
    package init<Value: SettingValue>(
        _ name: String, _ label: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ rules: SettingRule<Value>...,
        kind: FormField.Kind = Value.kind, required: Bool = false, secret: Bool = false, secretBinding: SecretBinding? = nil,
        help: String? = nil, placeholder: String? = nil, options: [String] = Value.options,
        assertionSources: [AssertionSource]? = nil
    ) {
        let field = FormField(
            name, label, kind, required: required, secret: secret, secretBinding: secretBinding, help: help,
            placeholder: placeholder, options: options, assertionSources: assertionSources)
        self.init(field, rules, get: { $0[keyPath: path] }, set: { $0[keyPath: path] = $1 })
    }

    /// Describes a setting that may have no value. Rules apply to a value.
    package init<Value: SettingValue>(
        _ name: String, _ label: String, _ path: any WritableKeyPath<Root, Value?> & Sendable, _ rules: SettingRule<Value>...,
        kind: FormField.Kind = Value.kind, secret: Bool = false, secretBinding: SecretBinding? = nil, help: String? = nil,
        placeholder: String? = nil
    ) {
        let field = FormField(
            name, label, kind, secret: secret, secretBinding: secretBinding, help: help, placeholder: placeholder,
            options: Value.options)
        self.init(field, rules, get: { $0[keyPath: path] }, set: { $0[keyPath: path] = $1 })
    }

    private init<Value: SettingValue>(
        _ field: FormField, _ rules: [SettingRule<Value>], get: @escaping @Sendable (Root) -> Value?,
        set: @escaping @Sendable (inout Root, Value) -> Void
    ) {
        let initial = get(Root())
        let (name, isRequired, isSecret) = (field.name, field.required, field.secret)
        let key = WireKey(stringValue: name)
        var field = field
        field.default = isRequired || isSecret ? .null : initial?.jsonValue ?? .null
        field.minimum = rules.lazy.compactMap(\.minimum).first
        field.maximum = rules.lazy.compactMap(\.maximum).first
        self.field = field
        self.decode = { members, root in
            if let value = try members.decodeIfPresent(Value.self, forKey: key) {
                set(&root, value)
            } else if isRequired {
                throw DecodingError.keyNotFound(key, .init(codingPath: members.codingPath, debugDescription: "is required"))
            }
        }
        self.json = { root in
            let value = get(root)
            // An empty map of secrets counts as absent.
            return isSecret && value == initial ? .null : value?.jsonValue ?? .null
        }
        self.errors = { root in
            guard let value = get(root) else { return [] }
            return (rules.lazy.map { $0.errors(value) }.first { !$0.isEmpty } ?? []).map { $0.within(name) }
        }
    }

    /// Describes a setting of a part.
    init<Part: DescribedSettings>(_ setting: Setting<Part>, of path: any WritableKeyPath<Root, Part> & Sendable) {
        self.field = setting.field
        self.decode = { try setting.decode($0, &$1[keyPath: path]) }
        self.json = { setting.json($0[keyPath: path]) }
        self.errors = { setting.errors($0[keyPath: path]) }
    }
}
