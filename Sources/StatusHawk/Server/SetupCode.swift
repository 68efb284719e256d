import HawkEngine

/// What the first sign-up must present unless it is made on this machine.
enum SetupCode {
    /// Four groups of four signs that nobody mistakes for one another: eighty bits, which every process of an installation derives
    /// alike from its secret key.
    static func make(_ secrets: SecretBox) -> String {
        let signs = Array("0123456789abcdefghjkmnpqrstvwxyz")
        let code = secrets.derive("setup-code", count: 16).map { signs[Int($0) % signs.count] }
        return stride(from: 0, to: 16, by: 4).map { String(code[$0..<($0 + 4)]) }.joined(separator: "-")
    }
}
