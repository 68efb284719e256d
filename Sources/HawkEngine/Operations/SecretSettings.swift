import HawkCore

/// Keeps the secrets of one organization's settings apart: sealed beside the open part, in which a mask stands for each of them.
struct SecretSettings {
    let box: SecretBox
    let purpose: SecretBox.Purpose
    let organization: ID<Organization>

    /// What was sent, with the stored secrets where it has the mask.
    func unmasked(_ sent: JSONValue, form: [FormField], sealed: [UInt8]?) throws(OperationError) -> JSONValue {
        let stored = sealed.flatMap(self.open)
        let masked = form.filter { $0.secret && sent[$0.name] == .string(Secret.mask) }.map(\.name)
        let lost = masked.filter { stored?[$0] == nil }
        guard lost.isEmpty else {
            throw .invalid(lost.map { FieldError($0, "has no stored value that could be kept: enter it") })
        }
        return SecretFields.unmasked(sent, stored: stored, form: form)
    }

    /// Splits whole settings into what may be read, with masks, and what is sealed.
    /// - Parameter sealed: the same secrets keep their old bytes, so that a change of something else is not taken for one of them.
    func split(_ whole: JSONValue, form: [FormField], sealed: [UInt8]?) throws -> (open: JSONValue, sealed: [UInt8]?) {
        let parts = SecretFields.split(whole, form: form)
        guard let secret = parts.secret else { return (parts.open, nil) }
        let open = SecretFields.masked(parts.open, secretNames: (secret.object ?? [:]).keys)
        if let sealed, self.open(sealed) == secret { return (open, sealed) }
        return (open, try self.box.seal(secret, for: self.purpose, of: self.organization))
    }

    /// nil where they were sealed under another SECRET_KEY: then they must be entered again.
    private func open(_ sealed: [UInt8]) -> JSONValue? {
        // `try?`: the reason does not matter, the bytes are of no use either way.
        try? self.box.open(sealed, for: self.purpose, of: self.organization)
    }
}
