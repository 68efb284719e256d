import Crypto
import Foundation
package import HawkCore

/// Encrypts data that others must not read, with AES-GCM under keys derived from SECRET_KEY.
package struct SecretBox: Sendable {
    /// The purpose of the encryption. Data sealed for one purpose does not open for another.
    package enum Purpose: String, Sendable {
        case monitorSettings = "monitor-settings"
        case channelConfig = "channel-config"
        case idempotentAnswer = "idempotent-answer"
    }

    private let root: SymmetricKey

    /// - Parameter secretKey: At least 32 bytes.
    package init(secretKey: Secret) {
        precondition(secretKey.revealed.utf8.count >= 32, "SECRET_KEY must have at least 32 bytes")
        self.root = SymmetricKey(data: SHA256.hash(data: Data(secretKey.revealed.utf8)))
    }

    /// Seals a JSON object for one organization.
    package func seal(_ object: JSONValue, for purpose: Purpose, of organization: ID<Organization>) throws -> [UInt8] {
        let plain = try JSONEncoder().encode(object)
        let box = try AES.GCM.seal(plain, using: self.key(purpose), authenticating: self.context(purpose, organization))
        guard let combined = box.combined else { preconditionFailure("a 12-byte nonce always combines") }
        return [UInt8](combined)
    }

    /// - Throws: If the bytes were sealed under another key, for another purpose or organization, or were altered.
    package func open(_ sealed: [UInt8], for purpose: Purpose, of organization: ID<Organization>) throws -> JSONValue {
        let box = try AES.GCM.SealedBox(combined: Data(sealed))
        let plain = try AES.GCM.open(box, using: self.key(purpose), authenticating: self.context(purpose, organization))
        return try JSONDecoder().decode(JSONValue.self, from: plain)
    }

    /// Derives bytes that depend only on the secret key and do not reveal it: the same in all processes of the installation.
    package func derive(_ name: String, count: Int) -> [UInt8] {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: self.root, info: Data("derived:\(name)".utf8), outputByteCount: count)
            .withUnsafeBytes { [UInt8]($0) }
    }

    private func key(_ purpose: Purpose) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: self.root, info: Data(purpose.rawValue.utf8), outputByteCount: 32)
    }

    private func context(_ purpose: Purpose, _ organization: ID<Organization>) -> Data {
        Data("\(purpose.rawValue):\(organization)".utf8)
    }
}
