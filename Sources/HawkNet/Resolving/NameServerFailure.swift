import CAres
import Glibc
import HawkCore
import NIOCore

/// The reason why name servers gave no usable answer.
package indirect enum NameServerFailure: Error, Sendable, Equatable {
    case silent
    /// Each of them answered SERVFAIL, REFUSED or NOTIMP. c-ares does not always say which.
    case failing
    /// The answer is not a DNS message.
    case malformed
    /// The errno of a socket failure.
    case socket(Int32)
    /// A failure of the query over TCP that followed a truncated answer over UDP.
    case overTCP(NameServerFailure)
    /// A fault of ours. The text completes "the name servers …".
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

    /// Returns the error: a failure of the chosen server, which is the target, or a fault of ours.
    /// - Parameters:
    ///   - server: the chosen server's name for people, with its first address, or nil for this machine's servers.
    ///   - subject: the name of the query.
    package func verdict(of server: (name: String, endpoint: Endpoint)?, on subject: String) -> any Error {
        guard let (name, endpoint) = server else { return RunnerFault("the name servers \(self.words), asked for \(subject)") }
        switch self {
        case .silent: return TargetFailure(.timeout, "no answer from \(name)")
        // A chosen server's SERVFAIL is an answer. c-ares 1.18 reports this for empty datagrams.
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

/// The answer to a query for records.
enum MessageAnswer: Sendable {
    case message([UInt8])
    case failure(NameServerFailure)

    init(_ status: Int32, failure: Int32, _ bytes: UnsafeBufferPointer<UInt8>?) {
        if let bytes, !bytes.isEmpty { self = .message(Array(bytes)) } else { self = .failure(.init(status, failure: failure)) }
    }

    /// The answer as the result of a query over TCP after a truncated one.
    var afterTruncation: MessageAnswer {
        if case .failure(let failure) = self { .failure(.overTCP(failure)) } else { self }
    }

    /// Whether the answer was too long for a datagram: the bit TC, RFC 1035 section 4.1.1.
    var isTruncated: Bool {
        if case .message(let bytes) = self, bytes.count > 2 { bytes[2] & 0x02 != 0 } else { false }
    }
}
