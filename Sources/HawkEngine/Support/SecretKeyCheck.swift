import Foundation
import HawkCore
package import HawkStore

/// Detects a secret key that is not the installation's, before it is used.
///
/// The first start stores a value that depends on the key and does not reveal it. Later starts compare it.
package struct SecretKeyCheck: Sendable {
    private static let name = "secret_key_check"
    /// The number of sealed texts of each kind that are tried if no such value is stored.
    private static let samples = 1_000

    package init() {}

    /// Binds the installation to a key unless it is already bound.
    /// - Returns: False if it is bound to another key.
    package func bind(_ secrets: SecretBox, to database: any Database) async throws -> Bool {
        let stored = try await database.read { db in try InstallationRepository().find(Self.name, in: db) }
        if let stored { return stored == self.value(secrets) }
        return try await database.write { db in
            let texts = try SealedTextRepository().newest(Self.samples, in: db)
            // Some may be sealed under an earlier key, which must not prevent the start.
            guard texts.isEmpty || texts.contains(where: { self.opens($0, secrets) }) else { return false }
            let value = self.value(secrets)
            return try InstallationRepository().establish(Self.name, as: value, in: db) == value
        }
    }

    /// Whether something was sealed or a key was used.
    package func isBound(_ database: any Database) async throws -> Bool {
        try await database.read { db in
            let isBound = try InstallationRepository().find(Self.name, in: db) != nil
            return try isBound || !SealedTextRepository().newest(1, in: db).isEmpty
        }
    }

    /// Binds the installation to this key instead of another. Everything that the other one sealed is lost.
    package func rebind(_ secrets: SecretBox, to database: any Database) async throws {
        try await database.write { db in try InstallationRepository().set(Self.name, to: self.value(secrets), in: db) }
    }

    private func value(_ secrets: SecretBox) -> String { Data(secrets.derive("key-check", count: 32)).base64EncodedString() }

    private func opens(_ text: SealedText, _ secrets: SecretBox) -> Bool {
        let purpose: SecretBox.Purpose =
            switch text.kind {
            case .monitor: .monitorSettings
            case .channel: .channelConfig
            }
        // `try?`: only the success matters.
        return (try? secrets.open(text.bytes, for: purpose, of: text.organization)) != nil
    }
}
