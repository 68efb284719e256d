package import HawkCore

/// Splits settings into readable and secret parts, as the form defines.
package enum SecretFields {
    /// - Returns: The object without secret members that have a value, and those members. Nil if there are none.
    package static func split(_ object: JSONValue, form: [FormField]) -> (open: JSONValue, secret: JSONValue?) {
        guard case .object(var members) = object else { return (object, nil) }
        var secrets: [String: JSONValue] = [:]
        for field in form where field.secret {
            guard let value = members[field.name], value != .null, value != .object([:]) else { continue }
            secrets[field.name] = value
            members[field.name] = .null
        }
        return (.object(members), secrets.isEmpty ? nil : .object(secrets))
    }

    /// Returns the complete object.
    package static func join(_ open: JSONValue, _ secret: JSONValue?) -> JSONValue {
        guard let secret else { return open }
        return open.merging(secret)
    }

    /// Returns the settings as clients read them: with a mask for each secret that has a value. Names in maps are shown.
    package static func masked(_ open: JSONValue, secrets: JSONValue?) -> JSONValue {
        guard case .object(var members) = open, let secrets = secrets?.object else { return open }
        for (name, value) in secrets { members[name] = self.mask(of: value) }
        return .object(members)
    }

    /// Returns the settings for a person who may not change them: each URL only up to its host. With most webhook services, the
    /// rest of the URL is a key.
    package static func coarsened(_ open: JSONValue, form: [FormField]) -> JSONValue {
        guard case .object(var members) = open else { return open }
        for field in form where field.kind == .url && !field.secret {
            guard case .string(let url)? = members[field.name] else { continue }
            members[field.name] = .string(self.coarsened(url))
        }
        return .object(members)
    }

    private static func coarsened(_ url: String) -> String {
        let bytes = Array(url.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return Secret.mask
        }
        let end = bytes[(colon + 3)...].firstIndex { "/?#".utf8.contains($0) } ?? bytes.endIndex
        guard end < bytes.endIndex - 1 else { return url }
        return "\(String(decoding: bytes[..<end], as: UTF8.self))/\(Secret.mask)"
    }

    /// Masks secrets of which only the names are known.
    package static func masked(_ open: JSONValue, secretNames: some Sequence<String>) -> JSONValue {
        guard case .object(var members) = open else { return open }
        for name in secretNames { members[name] = self.mask }
        return .object(members)
    }

    /// Returns the secrets that a client wants to keep, wholly or, for a map, in part.
    package static func retained(by sent: JSONValue, form: [FormField]) -> [String] {
        form.filter { field in
            guard field.secret, let value = sent[field.name] else { return false }
            return value == self.mask || (field.kind == .map && !self.retainedNames(of: value).isEmpty)
        }.map(\.name)
    }

    /// Returns errors for secrets that a client wants to keep but that are not stored.
    package static func lost(by sent: JSONValue, stored: JSONValue?, form: [FormField]) -> [FieldError] {
        form.filter(\.secret).flatMap { field -> [FieldError] in
            guard let value = sent[field.name] else { return [] }
            if value == self.mask {
                return stored?[field.name] == nil
                    ? [FieldError(field.name, "has no stored value: enter it")] : []
            }
            guard field.kind == .map else { return [] }
            return self.retainedNames(of: value).filter { stored?[field.name]?[$0] == nil }.map {
                FieldError(field.name, "has no stored value for \($0): enter it")
            }
        }
    }

    /// Returns what a client sent, with stored secrets in place of masks.
    package static func unmasked(_ sent: JSONValue, stored: JSONValue?, form: [FormField]) -> JSONValue {
        guard case .object(var members) = sent else { return sent }
        for name in self.retained(by: sent, form: form) {
            guard let value = members[name], case .object(var entries) = value else {
                members[name] = stored?[name] ?? .null
                continue
            }
            for entry in self.retainedNames(of: value) { entries[entry] = stored?[name]?[entry] ?? .null }
            members[name] = .object(entries)
        }
        return .object(members)
    }

    private static let mask = JSONValue.string(Secret.mask)

    private static func mask(of value: JSONValue) -> JSONValue {
        value.object.map { .object($0.mapValues { _ in self.mask }) } ?? self.mask
    }

    private static func retainedNames(of map: JSONValue) -> [String] {
        (map.object ?? [:]).filter { $0.value == self.mask }.map(\.key).sorted()
    }
}
