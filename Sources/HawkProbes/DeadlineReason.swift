import HawkCore
import HawkNet

/// What an attempt waits for, and so the reason for a timeout.
enum DeadlineReason {
    case addresses(of: String)
    /// The answer of this machine's name servers.
    case records(String)
    case connection(to: String)
    case handshake(with: String)
    case verification(of: String)
    case greeting(of: String)
    case reply(to: String, from: String)
    case text(String, from: String)
    case answer(from: String)
    case rest(from: String)

    func failure(after timeout: Duration) -> any Error {
        let limit = timeout.limit
        switch self {
        case .addresses(let host): return RunnerFault("the name servers did not return the addresses of \(host) within \(limit)")
        case .records(let subject): return RunnerFault("the name servers did not answer within \(limit), asked for \(subject)")
        case .verification(let host): return RunnerFault("the certificate of \(host) could not be verified within \(limit)")
        case .connection(let target): return TargetFailure(.timeout, "no connection to \(target) within \(limit)")
        case .handshake(let target): return TargetFailure(.timeout, "no TLS handshake with \(target) within \(limit)")
        case .greeting(let target): return TargetFailure(.timeout, "no greeting from \(target) within \(limit)")
        case .reply(let command, let target):
            return TargetFailure(.timeout, "no answer to \(command) from \(target) within \(limit)")
        case .text(let text, let target):
            return TargetFailure(.timeout, "no reply with \(text) from \(target) within \(limit)")
        case .answer(let target): return TargetFailure(.timeout, "no answer from \(target) within \(limit)")
        case .rest(let target): return TargetFailure(.timeout, "the answer of \(target) was not complete within \(limit)")
        }
    }
}

extension Duration {
    /// Text for a limit in a sentence: `5 s`, `0.8 s`.
    var limit: String {
        let milliseconds = self.milliseconds
        return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000) s" : "\(Double(milliseconds) / 1_000) s"
    }
}
