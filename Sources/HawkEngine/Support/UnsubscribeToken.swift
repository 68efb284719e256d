import Crypto
import Foundation
import HawkCore

/// Identifies a mail recipient in a link that only this installation can create: the row's ID and a MAC. Nothing is stored, so
/// all mails can contain the same link.
struct UnsubscribeToken {
    private let key: SymmetricKey

    init(_ secrets: SecretBox) { self.key = SymmetricKey(data: secrets.derive("unsubscribe", count: 32)) }

    func token(for recipient: ID<MailRecipient>) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(recipient)".utf8), using: self.key)
        return "\(recipient).\(Base64URL.encode(code))"
    }

    /// Returns nil if the token is not valid.
    func recipient(of token: String) -> ID<MailRecipient>? {
        let parts = token.utf8.count <= 100 ? token.split(separator: ".") : []
        guard parts.count == 2, let number = Int64(parts[0]), let code = Base64URL.decode(String(parts[1])),
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data("\(number)".utf8), using: self.key)
        else { return nil }
        return ID(number)
    }
}
