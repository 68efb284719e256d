package import HawkCore

/// Splits settings into what may be read back and what may not, by the form's word.
package enum SecretFields {
    /// - Returns: the object without the secret members that have a value, and those; nil where there are none.
    package static func split(_ object: JSONValue, form: [FormField]) -> (open: JSONValue, secret: JSONValue?) {
        guard case .object(var members) = object else { return (object, nil) }
        var secrets: [String: JSONValue] = [:]
        for field in form where field.secret {
            guard let value = members[field.name], value != .null else { continue }
            secrets[field.name] = value
            members[field.name] = .null
        }
        return (.object(members), secrets.isEmpty ? nil : .object(secrets))
    }

    /// The whole object again.
    package static func join(_ open: JSONValue, _ secret: JSONValue?) -> JSONValue {
        guard let secret else { return open }
        return open.merging(secret)
    }

    /// What a client reads: a mask in place of each secret that has a value.
    package static func masked(_ open: JSONValue, secretNames: some Sequence<String>) -> JSONValue {
        guard case .object(var members) = open else { return open }
        for name in secretNames { members[name] = .string(Secret.mask) }
        return .object(members)
    }

    /// The secrets that a client wants to stay as they are stored.
    package static func kept(by sent: JSONValue, form: [FormField]) -> [String] {
        form.filter { $0.secret && sent[$0.name] == .string(Secret.mask) }.map(\.name)
    }

    /// What a client sent, with the stored secrets where it sent the mask.
    package static func unmasked(_ sent: JSONValue, stored: JSONValue?, form: [FormField]) -> JSONValue {
        guard case .object(var members) = sent else { return sent }
        for name in self.kept(by: sent, form: form) { members[name] = stored?[name] ?? .null }
        return .object(members)
    }
}
