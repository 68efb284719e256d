import CCurl
import HawkCore

/// The time limit of each step of submitting a mail, as RFC 5321 section 4.5.3.2 requires of a client.
///
/// A server that exceeds a limit may still have accepted the mail, and a retry would send it twice.
package struct SMTPLimits: Sendable, Equatable {
    package var connecting = Duration.seconds(10)
    package var greeting = Duration.minutes(5)
    /// For a reply to EHLO, STARTTLS, AUTH, MAIL and each RCPT; the RFC names the last two.
    package var command = Duration.minutes(5)
    package var data = Duration.minutes(2)
    /// For each block of the message.
    package var block = Duration.minutes(3)
    /// For the reply to the whole message.
    package var receipt = Duration.minutes(10)
    /// For the whole dialogue; the RFC has no such limit.
    package var whole = Duration.minutes(30)

    package init() {}

    func set(_ request: inout ccurl_request) {
        withUnsafeMutableBytes(of: &request.stage_timeouts_ms) { bytes in
            let limits = bytes.bindMemory(to: Int.self)
            for stage in limits.indices {
                limits[stage] = Int(self.limit(of: ccurl_stage(rawValue: UInt32(stage))).milliseconds)
            }
        }
    }

    func limit(of stage: ccurl_stage) -> Duration {
        switch stage {
        case CCURL_CONNECTING: self.connecting
        case CCURL_GREETING: self.greeting
        case CCURL_DATA: self.data
        case CCURL_CONTENT: self.block
        case CCURL_RECEIPT: self.receipt
        default: self.command
        }
    }

    /// Returns the message for a dialogue that timed out in a stage.
    func sentence(_ stage: ccurl_stage, _ address: String) -> String {
        let limit = self.limit(of: stage).words
        return switch stage {
        case CCURL_CONNECTING: "no connection to \(address) within \(limit)"
        case CCURL_GREETING: "\(address) did not greet within \(limit)"
        case CCURL_HELLO: "\(address) did not answer EHLO within \(limit)"
        case CCURL_STARTTLS: "\(address) did not start TLS within \(limit)"
        case CCURL_AUTH: "\(address) did not answer the login within \(limit)"
        case CCURL_SENDER: "\(address) did not answer MAIL within \(limit)"
        case CCURL_RECIPIENT: "\(address) did not answer RCPT within \(limit)"
        case CCURL_DATA: "\(address) did not answer DATA within \(limit)"
        case CCURL_CONTENT: "\(address) did not continue reading the message within \(limit)"
        default: "\(address) did not confirm the message within \(limit)"
        }
    }
}
