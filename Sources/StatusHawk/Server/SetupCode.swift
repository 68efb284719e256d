/// What the first sign-up must present where strangers can reach the listener.
enum SetupCode {
    /// Four groups of four signs that nobody mistakes for one another: eighty random bits.
    static func make() -> String {
        let signs = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return (0..<4).map { _ in String((0..<4).map { _ in signs[Int.random(in: signs.indices)] }) }.joined(separator: "-")
    }
}
