import Crypto
import Foundation
package import HawkCore

/// A random proof of identity: a session, a token, an invitation. Only its hash is stored. With 256 random bits, one round of
/// SHA-256 is enough.
package struct Credential: Sendable {
    /// Shown once.
    package let secret: Secret
    package let hash: [UInt8]

    /// Creates a new one. - Parameter prefix: Shows its purpose, and lets scanners find leaked ones.
    package init(prefix: String = "") {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.init(presented: prefix + Base64URL.encode(bytes))
    }

    /// Wraps one that a caller presents.
    package init(presented text: String) {
        self.secret = Secret(text)
        self.hash = [UInt8](SHA256.hash(data: Data(text.utf8)))
    }
}
