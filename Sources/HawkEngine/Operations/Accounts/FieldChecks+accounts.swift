import HawkCore

extension FieldChecks {
    /// An e-mail address: so much of RFC 5321 that mail can be sent and nothing be smuggled in. Who owns it is not checked.
    mutating func email(_ text: String, _ field: String = "email") -> String {
        let text = self.line(text, field, upTo: 254)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let plain = !text.contains { $0.isWhitespace || "<>,;:\"()[]\\".contains($0) }
        self.require(
            parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && plain, field,
            "must be an e-mail address, such as you@example.com")
        return text
    }

    /// - Parameter email: of the account, whose parts are guessed first.
    mutating func newPassword(_ password: Secret, of email: String, _ field: String = "password") {
        let text = password.revealed
        self.require(
            text.count >= Passwords.minimumLength, field, "must have at least \(Passwords.minimumLength) characters")
        self.require(
            text.utf8.count <= Passwords.maximumLength, field, "may have at most \(Passwords.maximumLength) bytes")
        let names =
            email.split { "@.+-_".contains($0) }.map(String.init) + [String(email.prefix { $0 != "@" }), email, "statushawk"]
        self.require(
            !GuessablePasswords(names: names).contains(text), field,
            "is one that is guessed first, such as a common word with digits, keys in a row, or your address: add other words")
    }
}
