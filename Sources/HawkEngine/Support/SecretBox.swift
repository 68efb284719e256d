import Crypto
import Foundation
package import HawkCore

/// Seals what is stored or sent and must not be read by others: AES-GCM under keys derived from SECRET_KEY.
package struct SecretBox: Sendable {
    /// What is sealed for; a text sealed for one purpose does not open for another.
    package enum Purpose: String, Sendable {
        case monitorSettings = "monitor-settings"
        case channelConfig = "channel-config"
        case idempotentAnswer = "idempotent-answer"
    }

    private let root: SymmetricKey

    /// - Parameter secretKey: 32 bytes or more.
    package init(secretKey: Secret) {
        precondition(secretKey.revealed.utf8.count >= 32, "SECRET_KEY has 32 bytes or more")
        self.root = SymmetricKey(data: SHA256.hash(data: Data(secretKey.revealed.utf8)))
    }

    /// Seals a JSON object for one organization.
    package func seal(_ object: JSONValue, for purpose: Purpose, of organization: ID<Organization>) throws -> [UInt8] {
        let plain = try JSONEncoder().encode(object)
        let box = try AES.GCM.seal(plain, using: self.key(purpose), authenticating: self.context(purpose, organization))
        guard let combined = box.combined else { preconditionFailure("a 12-byte nonce always combines") }
        return [UInt8](combined)
    }

    /// - Throws: where the bytes were sealed under another key, for another purpose or organization, or were altered.
    package func open(_ sealed: [UInt8], for purpose: Purpose, of organization: ID<Organization>) throws -> JSONValue {
        let box = try AES.GCM.SealedBox(combined: Data(sealed))
        let plain = try AES.GCM.open(box, using: self.key(purpose), authenticating: self.context(purpose, organization))
        return try JSONDecoder().decode(JSONValue.self, from: plain)
    }

    /// Bytes that follow from the secret key alone and tell nothing of it: the same in every process of the installation.
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
