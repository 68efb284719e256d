import CCurl
import HawkCore

/// Interprets the reply of a mail server.
struct SMTPVerdict {
    let peer: Peer
    let recipients: [MailAddress]
    let password: Secret?
    let limits: SMTPLimits

    /// Returns if every recipient was accepted.
    func verify(_ outcome: CurlOutcome) throws(DeliveryError) {
        if outcome.stageTimedOut || outcome.code == CURLE_OPERATION_TIMEDOUT && outcome.stage == CCURL_CONNECTING {
            throw .later(self.limits.sentence(outcome.stage, self.peer.address))
        }
        if outcome.code == CURLE_OPERATION_TIMEDOUT {
            throw .later("\(self.peer.address) did not accept the message within \(self.limits.whole.words)")
        }
        let missed = outcome.turnedDown.compactMap(self.missed)
        if outcome.code == CURLE_OK {
            guard let first = missed.first else { return }
            let others = self.recipients.count - missed.count
            throw DeliveryError(
                "\(first.message) (\(others) of \(self.recipients.count) recipients received it)", retry: missed.retry,
                missed: missed)
        }
        if outcome.code == CURLE_USE_SSL_FAILED {
            let why = self.password == nil ? "which is required here" : "which is required to send a password"
            throw .never("\(self.peer.address) does not offer STARTTLS, \(why)")
        }
        if outcome.code == CURLE_LOGIN_DENIED, outcome.reply == nil {
            throw .never("\(self.peer.address) offers no supported authentication method")
        }
        guard let reply = outcome.reply, !Self.isConnectionFailure(outcome.code) else { throw self.peer.failure(of: outcome) }
        if reply.stage == CCURL_RECIPIENT, missed.count == self.recipients.count, let last = missed.last {
            throw DeliveryError(last.message, retry: missed.retry, missed: missed)
        }
        throw DeliveryError(self.sentence(self.refused(reply.stage), reply.text), retry: reply.code < 500 ? .later : .never)
    }

    /// Whether the connection itself failed, regardless of earlier replies.
    private static func isConnectionFailure(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_ABORTED_BY_CALLBACK, CURLE_COULDNT_CONNECT,
            CURLE_COULDNT_RESOLVE_HOST:
            true
        default: false
        }
    }

    private func missed(_ reply: CurlOutcome.TurnedDown) -> DeliveryError.Missed? {
        guard self.recipients.indices.contains(reply.recipient) else { return nil }
        let address = self.recipients[reply.recipient].address
        return DeliveryError.Missed(
            address, self.sentence("refused the recipient \(address)", reply.text), retry: reply.code < 500 ? .later : .never)
    }

    private func sentence(_ refusal: String, _ text: String) -> String {
        "\(self.peer.address) \(refusal): \(text.singleLine.withoutSecrets([self.password].compactMap { $0 }))"
    }

    private func refused(_ stage: ccurl_stage) -> String {
        switch stage {
        case CCURL_AUTH: "refused the login"
        case CCURL_SENDER: "refused the sender"
        case CCURL_RECIPIENT: "refused a recipient"
        case CCURL_DATA, CCURL_CONTENT, CCURL_RECEIPT: "refused the message"
        default: "refused the connection"
        }
    }
}

extension [DeliveryError.Missed] {
    /// The retry for the whole alert: it continues while one recipient may still receive it.
    fileprivate var retry: DeliveryError.Retry { self.contains { $0.retry != .never } ? .later : .never }
}

extension String {
    /// Replaces every secret in the text by `<redacted>`.
    func withoutSecrets(_ secrets: [Secret]) -> String {
        let bytes = secrets.reduce(Array(self.utf8)) { bytes, secret in
            let hidden = Array(secret.revealed.utf8)
            return hidden.count < 4 ? bytes : bytes.replacing(hidden, with: Array(secret.description.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
