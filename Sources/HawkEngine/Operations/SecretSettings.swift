import HawkCore

/// Keeps the secrets of one organization's settings apart: sealed beside the open part, in which a mask stands for each of them.
struct SecretSettings {
    let box: SecretBox
    let purpose: SecretBox.Purpose
    let organization: ID<Organization>

    /// What was sent, with the stored secrets where it has the mask.
    func unmasked(_ sent: JSONValue, form: [FormField], sealed: [UInt8]?) throws(OperationError) -> JSONValue {
        let stored = sealed.flatMap(self.open)
        let lost = SecretFields.lost(by: sent, stored: stored, form: form)
        guard lost.isEmpty else { throw .invalid(lost) }
        return SecretFields.unmasked(sent, stored: stored, form: form)
    }

    /// Keeps stored secrets with whom they were entered for.
    ///
    /// - Parameters:
    ///   - sent: with the mask where a stored secret is to stay.
    ///   - audience: who would get it.
    ///   - stored: who gets it so far.
    /// - Throws: `OperationError` for each secret that would go to somebody else.
    func requireAudience(
        _ audience: SecretAudience, as stored: SecretAudience, for sent: JSONValue, form: [FormField]
    ) throws(OperationError) {
        let kept = SecretFields.kept(by: sent, form: form)
        let differences = stored.differences(to: audience)
        guard !kept.isEmpty, !differences.isEmpty else { return }
        let changes = differences.map { "\"\($0.label)\"" }.joined(separator: ", ")
        let origin = stored.name.map { "it was stored for \($0), and " } ?? ""
        throw .invalid(
            kept.map { FieldError($0, "enter it again: \(origin)\(changes) \(differences.count == 1 ? "has" : "have") changed") })
    }

    /// Splits whole settings into what may be read, with masks, and what is sealed.
    /// - Parameter sealed: the same secrets keep their old bytes, so that a change of something else is not taken for one of them.
    func split(_ whole: JSONValue, form: [FormField], sealed: [UInt8]?) throws -> (open: JSONValue, sealed: [UInt8]?) {
        let parts = SecretFields.split(whole, form: form)
        guard let secret = parts.secret else { return (parts.open, nil) }
        let open = SecretFields.masked(parts.open, secrets: secret)
        if let sealed, self.open(sealed) == secret { return (open, sealed) }
        return (open, try self.box.seal(secret, for: self.purpose, of: self.organization))
    }

    /// The open part with the names in maps of secrets, which earlier versions stored without them.
    func named(_ open: JSONValue, form: [FormField], sealed: [UInt8]?) -> JSONValue {
        let unnamed = form.filter { $0.secret && $0.kind == .map && open[$0.name] == .string(Secret.mask) }
        guard !unnamed.isEmpty, let secrets = sealed.flatMap(self.open)?.object else { return open }
        let names = Set(unnamed.map(\.name))  // BOUNDED: names of fields
        return SecretFields.masked(open, secrets: .object(secrets.filter { names.contains($0.key) }))
    }

    /// nil where they were sealed under another SECRET_KEY: then they must be entered again.
    private func open(_ sealed: [UInt8]) -> JSONValue? {
        // `try?`: the reason does not matter, the bytes are of no use either way.
        try? self.box.open(sealed, for: self.purpose, of: self.organization)
    }
}
