import HawkEngine

/// The code that the first sign-up requires unless it is made on this machine.
enum SetupCode {
    /// Returns four groups of four characters that are not mistaken for one another: 80 bits. All processes of an installation
    /// derive the same code from its secret key.
    static func make(_ secrets: SecretBox) -> String {
        let signs = Array("0123456789abcdefghjkmnpqrstvwxyz")
        let code = secrets.derive("setup-code", count: 16).map { signs[Int($0) % signs.count] }
        return stride(from: 0, to: 16, by: 4).map { String(code[$0..<($0 + 4)]) }.joined(separator: "-")
    }
}
