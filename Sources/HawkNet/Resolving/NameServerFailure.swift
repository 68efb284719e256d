import CAres
import Glibc
import HawkCore
import NIOCore

/// Why name servers gave no answer that could be judged.
package indirect enum NameServerFailure: Error, Sendable, Equatable {
    case silent
    /// Each of them answered SERVFAIL, REFUSED or NOTIMP; which, c-ares does not always say.
    case failing
    /// What came is no DNS message.
    case malformed
    /// The errno of what happened on the way to them.
    case socket(Int32)
    /// Asked once more over TCP, since the answer did not fit into a datagram.
    case overTCP(NameServerFailure)
    /// Completes "the name servers …".
    case ours(String)

    init(_ status: Int32, failure: Int32) {
        switch hawk_ares_classify(status) {
        case HAWK_ARES_SILENT: self = .silent
        case HAWK_ARES_EXHAUSTED: self = failure == 0 ? .failing : .socket(failure)
        case HAWK_ARES_SERVFAIL, HAWK_ARES_REFUSED: self = .failing
        case HAWK_ARES_MALFORMED: self = .malformed
        default: self = .ours("could not be asked (\(String(cString: ares_strerror(status))))")
        }
    }

    /// Whose fault it is: that of a chosen server, which is what is watched, or ours.
    /// - Parameters:
    ///   - server: the chosen server as people know it, with its first address; nil where this machine's were asked.
    ///   - subject: what was asked for.
    package func verdict(of server: (name: String, endpoint: Endpoint)?, on subject: String) -> any Error {
        guard let (name, endpoint) = server else { return RunnerFault("the name servers \(self.words), asked for \(subject)") }
        switch self {
        case .silent: return TargetFailure(.timeout, "no answer from \(name)")
        // A chosen server's SERVFAIL is an answer; c-ares 1.18 says this of empty datagrams.
        case .failing, .malformed: return TargetFailure(.protocol, "\(name) sent an answer that cannot be read")
        case .socket(ECONNRESET), .socket(EPIPE):
            return TargetFailure(.protocol, "\(name) closed the connection without an answer")
        case .socket(EMSGSIZE):
            return TargetFailure(.tooLarge, "\(name) sent more than \(TargetConnection.maxReceivedWords) without an answer")
        case .socket(let code):
            return ConnectFailure.verdict([ConnectFailure(endpoint, IOError(errnoCode: code, reason: "connect"))], on: name)
        case .overTCP(let failure):
            let error = failure.verdict(of: server, on: subject)
            guard let target = error as? TargetFailure else { return error }
            return TargetFailure(target.reason, "\(target.message), asked over TCP, as its answer over UDP is truncated")
        case .ours(let words): return RunnerFault("\(name) \(words)")
        }
    }

    /// Completes "the name servers …".
    var words: String {
        switch self {
        case .silent: "did not answer"
        case .failing: "answered with a failure, such as SERVFAIL or REFUSED"
        case .malformed: "sent an answer that cannot be read"
        case .socket(EMSGSIZE): "sent more than \(TargetConnection.maxReceivedWords) without an answer"
        case .socket(let code):
            MachineFault.sentence(for: code).map { "cannot be asked: \($0)" }
                ?? "cannot be reached (\(String(cString: strerror(code))))"
        case .overTCP(let failure): "\(failure.words) over TCP, after a truncated answer over UDP"
        case .ours(let words): words
        }
    }
}

/// The answer to a question for records.
enum MessageAnswer: Sendable {
    case message([UInt8])
    case failure(NameServerFailure)

    init(_ status: Int32, failure: Int32, _ bytes: UnsafeBufferPointer<UInt8>?) {
        if let bytes, !bytes.isEmpty { self = .message(Array(bytes)) } else { self = .failure(.init(status, failure: failure)) }
    }

    /// As an answer over TCP that was asked for because of a truncated one.
    var afterTruncation: MessageAnswer {
        if case .failure(let failure) = self { .failure(.overTCP(failure)) } else { self }
    }

    /// Whether the server had more to say than a datagram holds: the bit TC, RFC 1035 section 4.1.1.
    var isTruncated: Bool {
        if case .message(let bytes) = self, bytes.count > 2 { bytes[2] & 0x02 != 0 } else { false }
    }
}
