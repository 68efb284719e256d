import CCurl
import HawkCore

/// Reads a mail server's answer.
struct SMTPVerdict {
    let peer: Peer
    let recipients: [MailAddress]
    let password: Secret?

    /// Returns where every recipient was accepted.
    func judge(_ outcome: CurlOutcome) throws(DeliveryError) {
        if outcome.code == CURLE_OK {
            guard outcome.recipientsDeferred + outcome.recipientsRefused > 0, let reply = outcome.reply else { return }
            let others = self.recipients.count - outcome.recipientsDeferred - outcome.recipientsRefused
            // Trying again repeats it for the others, with the same Message-ID: better than one of them not hearing.
            throw DeliveryError(
                "\(self.sentence(reply)) (\(others) of \(self.recipients.count) recipients got it)",
                retry: outcome.recipientsDeferred > 0 ? .later : .never)
        }
        if outcome.code == CURLE_USE_SSL_FAILED {
            let why = self.password == nil ? "which is required here" : "without which no password is sent"
            throw .never("\(self.peer.address) does not offer STARTTLS, \(why)")
        }
        if outcome.code == CURLE_LOGIN_DENIED, outcome.reply == nil {
            throw .never("\(self.peer.address) offers no way to sign in that is known here")
        }
        guard let reply = outcome.reply, !Self.isTrouble(outcome.code) else { throw self.peer.failure(of: outcome) }
        let isTransient = reply.code < 500 || outcome.recipientsDeferred > 0
        throw DeliveryError(self.sentence(reply), retry: isTransient ? .later : .never)
    }

    /// Whether the connection itself failed, whatever was said on it before.
    private static func isTrouble(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_OPERATION_TIMEDOUT, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_ABORTED_BY_CALLBACK,
            CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST:
            true
        default: false
        }
    }

    private func sentence(_ reply: CurlOutcome.Reply) -> String {
        let words = reply.text.singleLine.withoutSecrets([self.password].compactMap { $0 })
        return "\(self.peer.address) \(self.refused(reply)): \(words)"
    }

    private func refused(_ reply: CurlOutcome.Reply) -> String {
        switch reply.stage {
        case CCURL_AUTH: "refused the login"
        case CCURL_SENDER: "refused the sender"
        case CCURL_RECIPIENT:
            self.recipients.indices.contains(reply.recipient)
                ? "refused the recipient \(self.recipients[reply.recipient].address)" : "refused a recipient"
        case CCURL_DATA: "refused the message"
        default: "refused to talk"
        }
    }
}

extension String {
    /// With `<redacted>` in place of every secret that stands in it.
    func withoutSecrets(_ secrets: [Secret]) -> String {
        let bytes = secrets.reduce(Array(self.utf8)) { bytes, secret in
            let hidden = Array(secret.revealed.utf8)
            return hidden.count < 4 ? bytes : bytes.replacing(hidden, with: Array(secret.description.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
