import CCurl
import HawkCore

/// Interprets the answer of a web server. Any 2xx confirms the delivery, even if the rest of the answer fails.
struct WebhookVerdict {
    let peer: Peer
    let secrets: [Secret]
    /// Statuses, besides the usual ones, after which a later attempt may succeed.
    var temporaryStatuses: Set<Int> = []

    func verify(_ outcome: CurlOutcome) throws(DeliveryError) {
        switch outcome.status {
        case 200..<300:
            return
        case 300..<400:
            throw .never("\(self.answered(outcome)), a redirect, which is not followed: enter the URL that it leads to")
        case 408, 425, 429, 500...:
            throw DeliveryError(self.answered(outcome), retry: self.retry(outcome))
        case 400..<500 where self.temporaryStatuses.contains(outcome.status):
            throw DeliveryError(self.answered(outcome), retry: self.retry(outcome))
        case 400..<500:
            throw .never(self.answered(outcome))
        default:
            throw self.peer.failure(of: outcome)
        }
    }

    private func retry(_ outcome: CurlOutcome) -> DeliveryError.Retry {
        outcome.retryAfter.map { .after(min($0, .hours(1))) } ?? .later
    }

    /// The message includes the start of the response body, which helps to repair the receiver.
    private func answered(_ outcome: CurlOutcome) -> String {
        let text = String(decoding: outcome.body, as: UTF8.self).withoutSecrets(self.secrets).singleLine
        let words = String(
            decoding: Array(text.utf8.split(separator: UInt8(ascii: " ")).joined(separator: " ".utf8)), as: UTF8.self)
        let isMarkup = words.utf8.first == UInt8(ascii: "<")
        return "\(self.peer.address) answered \(outcome.status)"
            + (words.isEmpty || isMarkup ? "" : ": \(words.cut(toBytes: 200))")
    }
}
