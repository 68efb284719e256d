import HawkCore

extension FieldRules {
    /// In scalars.
    private static let maxEmailLength = 254

    /// Whether a text may be the address of an account, by its length. Other texts are not looked up.
    static func mayBeEmail(_ text: String) -> Bool { text.utf8.count <= 4 * Self.maxEmailLength }

    /// Validates an e-mail address: the part of RFC 5321 that makes it usable and prevents injection. Ownership is not checked.
    mutating func email(_ text: String, _ field: String = "email") -> String {
        let text = self.line(text, field, upTo: Self.maxEmailLength)
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        let plain = !text.unicodeScalars.contains {
            $0.properties.isWhitespace || "<>,;:\"()[]\\".unicodeScalars.contains($0)
        }
        self.require(
            parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && plain, field,
            "must be an e-mail address, such as you@example.com")
        return text
    }

    /// - Parameter email: The account's address; attackers guess its parts first.
    mutating func newPassword(_ password: Secret, of email: String, _ field: String = "password") {
        let text = password.revealed
        guard text.utf8.count <= Passwords.maxLength else {
            return self.require(false, field, "must be at most \(Passwords.maxLength) bytes long")
        }
        self.require(
            text.unicodeScalars.count >= Passwords.minimumLength, field,
            "must be at least \(Passwords.minimumLength) characters long")
        let names =
            email.split { "@.+-_".contains($0) }.map(String.init) + [String(email.prefix { $0 != "@" }), email, "statushawk"]
        self.require(
            !GuessablePasswords(names: names).contains(text), field,
            "is easy to guess, such as a common word with digits, adjacent keys or your address: add other words")
    }
}
