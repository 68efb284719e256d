import Crypto
import Foundation
import HawkCore

/// Recognizes browsers that signed in to an account before. They present `<issued>.<random>.<MAC>`. The MAC, under a key derived
/// from SECRET_KEY, binds it to the account's address, so nothing is stored. It replaces no password.
package struct KnownDevices: Sendable {
    package static let lifetime = Duration.days(365)

    private let key: SymmetricKey

    package init(_ secrets: SecretBox) { self.key = SymmetricKey(data: secrets.derive("known-device", count: 32)) }

    /// Creates the value that a browser presents after this sign-in.
    func issue(for email: String, at now: Instant) -> Secret {
        let random = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let name = "\(now.milliseconds).\(Base64URL.encode(random))"
        let mac = HMAC<SHA256>.authenticationCode(for: Self.message(name, email), using: self.key)
        return Secret("\(name).\(Base64URL.encode(Array(mac)))")
    }

    /// - Returns: A name for the device. Nil if it never signed in to this account, or too long ago.
    func verify(_ presented: Secret, of email: String, at now: Instant) -> String? {
        let parts = presented.revealed.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let issued = Int64(parts[0]), let mac = Base64URL.decode(String(parts[2])) else { return nil }
        let name = "\(parts[0]).\(parts[1])"
        guard HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: Self.message(name, email), using: self.key),
            now - Instant(milliseconds: issued) < Self.lifetime
        else { return nil }
        return name
    }

    private static func message(_ name: String, _ email: String) -> Data { Data("\(name)\n\(email.addressKey)".utf8) }
}
