import HawkCore

/// Stores the secrets of one organization's settings sealed, separate from the open part, which has a mask for each.
struct SecretSettings {
    let box: SecretBox
    let purpose: SecretBox.Purpose
    let organization: ID<Organization>

    /// Returns the sent settings with stored secrets in place of masks.
    func unmasked(_ sent: JSONValue, form: [FormField], sealed: [UInt8]?) throws(OperationError) -> JSONValue {
        let stored = sealed.flatMap(self.open)
        let lost = SecretFields.lost(by: sent, stored: stored, form: form)
        guard lost.isEmpty else { throw .invalid(lost) }
        return SecretFields.unmasked(sent, stored: stored, form: form)
    }

    /// Prevents a stored secret from being sent to another target than it was entered for.
    ///
    /// - Parameters:
    ///   - sent: The settings, with the mask where a stored secret stays.
    ///   - audience: The target that would receive the secrets.
    ///   - stored: The target that receives them now.
    /// - Throws: `OperationError` for each secret whose target would change.
    func requireAudience(
        _ audience: SecretAudience, as stored: SecretAudience, for sent: JSONValue, form: [FormField]
    ) throws(OperationError) {
        let retained = SecretFields.retained(by: sent, form: form)
        let differences = stored.differences(to: audience)
        guard !retained.isEmpty, !differences.isEmpty else { return }
        let changes = differences.map { "\"\($0.label)\"" }.joined(separator: ", ")
        let origin = stored.name.map { "it was stored for \($0), and " } ?? ""
        throw .invalid(
            retained.map {
                FieldError($0, "enter it again: \(origin)\(changes) \(differences.count == 1 ? "has" : "have") changed")
            })
    }

    /// Splits complete settings into the readable part, with masks, and the sealed part.
    /// - Parameter sealed: Reused for equal secrets, so that other changes do not look like a changed secret.
    func split(_ whole: JSONValue, form: [FormField], sealed: [UInt8]?) throws -> (open: JSONValue, sealed: [UInt8]?) {
        let parts = SecretFields.split(whole, form: form)
        guard let secret = parts.secret else { return (parts.open, nil) }
        let open = SecretFields.masked(parts.open, secrets: secret)
        if let sealed, self.open(sealed) == secret { return (open, sealed) }
        return (open, try self.box.seal(secret, for: self.purpose, of: self.organization))
    }

    /// Adds the names to maps of secrets, which earlier versions stored without names.
    func named(_ open: JSONValue, form: [FormField], sealed: [UInt8]?) -> JSONValue {
        let unnamed = form.filter { $0.secret && $0.kind == .map && open[$0.name] == .string(Secret.mask) }
        guard !unnamed.isEmpty, let secrets = sealed.flatMap(self.open)?.object else { return open }
        let names = Set(unnamed.map(\.name))  // BOUNDED: names of fields
        return SecretFields.masked(open, secrets: .object(secrets.filter { names.contains($0.key) }))
    }

    /// Nil if sealed under another SECRET_KEY; then the secrets must be entered again.
    private func open(_ sealed: [UInt8]) -> JSONValue? {
        // `try?`: the reason does not matter, because the bytes are unusable in any case.
        try? self.box.open(sealed, for: self.purpose, of: self.organization)
    }
}
