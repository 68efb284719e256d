import Crypto
import Foundation
package import HawkCore

/// Something random that proves who presents it: a session, a token, an invitation. Only its hash is stored, and as it has 256
/// random bits, one round of SHA-256 is enough.
package struct Credential: Sendable {
    /// What is shown once.
    package let secret: Secret
    package let hash: [UInt8]

    /// A new one. - Parameter prefix: says what it is for, and lets scanners find leaked ones.
    package init(prefix: String = "") {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.init(presented: prefix + Base64URL.encode(bytes))
    }

    /// One that somebody presents.
    package init(presented text: String) {
        self.secret = Secret(text)
        self.hash = [UInt8](SHA256.hash(data: Data(text.utf8)))
    }
}
