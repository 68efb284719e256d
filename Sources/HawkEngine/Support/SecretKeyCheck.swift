import Foundation
import HawkCore
package import HawkStore

/// Notices a secret key that is not the one of the installation, before anything is sealed with it or cannot be opened.
///
/// The first start stores a value that follows from the key and tells nothing of it; each later one compares.
package struct SecretKeyCheck: Sendable {
    private static let name = "secret_key_check"
    /// Of an installation that has no such value yet, so many sealed texts of each kind are tried.
    private static let samples = 1_000

    package init() {}

    /// Binds the installation to a key unless it is bound to one.
    /// - Returns: false where it is bound to another.
    package func bind(_ secrets: SecretBox, to database: any Database) async throws -> Bool {
        let stored = try await database.read { db in try InstallationRepository().find(Self.name, in: db) }
        if let stored { return stored == self.value(secrets) }
        return try await database.write { db in
            let texts = try SealedTextRepository().newest(Self.samples, in: db)
            // Some may be of an earlier key, which was no reason to refuse a start.
            guard texts.isEmpty || texts.contains(where: { self.opens($0, secrets) }) else { return false }
            let value = self.value(secrets)
            return try InstallationRepository().establish(Self.name, as: value, in: db) == value
        }
    }

    /// Whether anything was sealed yet, or a key was used.
    package func isBound(_ database: any Database) async throws -> Bool {
        try await database.read { db in
            let isBound = try InstallationRepository().find(Self.name, in: db) != nil
            return try isBound || !SealedTextRepository().newest(1, in: db).isEmpty
        }
    }

    /// Binds the installation to this key in place of another, with which what it sealed is lost.
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
        // `try?`: whether it opens is the question.
        return (try? secrets.open(text.bytes, for: purpose, of: text.organization)) != nil
    }
}
