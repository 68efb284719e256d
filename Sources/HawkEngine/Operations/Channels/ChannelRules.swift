import HawkChannels
import HawkCore

/// Validates a channel draft and fills in defaults.
struct ChannelRules {
    struct Validated {
        let name: String
        let config: JSONValue
        let sealedConfig: [UInt8]?
    }

    let types: ChannelRegistry
    /// Limit for a channel that names people.
    let maxRecipients: Int
    let secrets: SecretSettings

    /// - Parameter stored: The existing channel, if any. Its sealed secrets stay where the draft has the mask.
    /// - Throws: `OperationError` with all errors, by field.
    func validate(_ draft: ChannelDraft, stored: Channel? = nil) throws -> Validated {
        guard let type = self.types[draft.type] else {
            let known = self.types.all.map(\.type.rawValue).joined(separator: ", ")
            throw OperationError.invalid("type", "must be one of \(known)")
        }
        var checks = FieldRules()
        let name = checks.line(draft.name ?? type.label, "name", upTo: 200)
        let whole = try checks.collect(within: "config") { () throws(OperationError) in
            let whole = try type.normalise(
                settings: try self.secrets.unmasked(draft.config, form: type.form, sealed: stored?.sealedConfig))
            guard let stored else { return whole }
            let masked = SecretFields.masked(whole, secretNames: SecretFields.retained(by: draft.config, form: type.form))
            try self.secrets.requireAudience(
                SecretAudience(type.form, masked), as: SecretAudience(type.form, stored.config), for: draft.config,
                form: type.form)
            return whole
        }
        if let field = type.recipientField {
            // A channel that exceeded the limit before it was introduced keeps its recipients.
            let most = max(self.maxRecipients, stored?.config[field]?.count ?? 0)
            checks.require(whole?[field]?.count ?? 0 <= most, "config.\(field)", "must contain at most \(most) recipients")
        }
        try checks.finish()
        let parts = try self.secrets.split(whole ?? [:], form: type.form, sealed: stored?.sealedConfig)
        return Validated(name: name, config: parts.open, sealedConfig: parts.sealed)
    }
}

extension JSONValue {
    /// The length of an array; 0 for any other value.
    fileprivate var count: Int { if case .array(let elements) = self { elements.count } else { 0 } }
}
