/// One field of a form. Clients draw it without knowledge of the monitor type or channel.
package struct FormField: Sendable, Equatable, Encodable {
    package enum Kind: String, Sendable, Encodable {
        case text, multiline, url, email, number, toggle, select
        /// Several texts: an array of strings.
        case list
        /// Names and values: an object of strings.
        case map
        /// Rows of assertions: an array of objects, described by `assertionSources` and the type's documentation.
        case assertions
    }

    /// The member of `settings` or `config` that the field sets.
    package var name: String
    package var label: String
    package var kind: Kind
    package var required: Bool
    /// Write-only. It is read as `Secret.mask`, and sending that keeps the stored value.
    package var secret: Bool
    package var help: String?
    package var placeholder: String?
    /// The choices of a `select`, in order; the suggestions of a `text`; the sources that `assertions` may have.
    package var options: [String]
    package var minimum: Double?
    package var maximum: Double?
    /// The subjects that `assertions` may have. Nil for other kinds.
    package var assertionSources: [AssertionSource]?
    /// How the field decides who gets the form's secrets. Nil if it does not.
    package var secretBinding: SecretBinding?
    package var `default`: JSONValue

    package init(
        _ name: String, _ label: String, _ kind: Kind, required: Bool = false, secret: Bool = false,
        secretBinding: SecretBinding? = nil, help: String? = nil,
        placeholder: String? = nil, default: JSONValue = .null, options: [String] = [], minimum: Double? = nil,
        maximum: Double? = nil, assertionSources: [AssertionSource]? = nil
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.required = required
        self.secret = secret
        self.help = help
        self.placeholder = placeholder
        self.options = options
        self.minimum = minimum
        self.maximum = maximum
        self.assertionSources = assertionSources
        self.secretBinding = secretBinding
        self.default = `default`
    }
}
