import CCurl
import Glibc
import HawkCore
import HawkNet

/// One transfer: an HTTP request or a mail.
struct CurlRequest: Sendable {
    enum Payload: Sendable {
        /// The headers are lines of `Name: value`.
        case http(method: String, headers: [String])
        case mail(from: String, to: [String], login: SMTPURL.Login?, tls: ccurl_tls, limits: SMTPLimits)
    }

    /// The maximum that is kept of an answer's body, in bytes.
    private static let maxAnswer = 16_384

    var url: String
    /// The host name or address in `url`.
    var host: String
    var payload: Payload
    var body: [UInt8]
    var caFile: String?
    /// For a mail, covers the connection only; for an HTTP request, also the TLS handshake.
    var connectTimeout: Duration
    /// Covers the whole transfer.
    var timeout: Duration
    /// Nil if the operator configured the address, which is then not checked.
    var policy: TargetPolicy?

    /// Blocks until the transfer ends, at the latest at its timeout.
    /// - Parameter receiver: `address:port` to connect to instead of the URL's host.
    func performBlocking(_ control: TransferControl, at receiver: String? = nil) -> CurlOutcome {
        let strings = CStrings()
        var request = ccurl_request()
        request.url = strings.copy(self.url)
        request.ca_file = self.caFile.map(strings.copy)
        request.connect_to = receiver.map { strings.copy(["::\($0)"]) }
        request.connect_timeout_ms = Int(self.connectTimeout.milliseconds)
        request.timeout_ms = Int(self.timeout.milliseconds)
        switch self.payload {
        case .http(let method, let headers):
            request.method = strings.copy(method)
            request.headers = strings.copy(headers)
        case .mail(let sender, let recipients, let login, let tls, let limits):
            request.sender = strings.copy(sender)
            request.recipients = strings.copy(recipients)
            request.user = (login?.user).map(strings.copy)
            request.password = (login?.password.revealed).map(strings.copy)
            request.tls = tls
            limits.set(&request)
            request.turned_down = { context, recipient, code, reply in
                TransferControl.of(context).record(
                    CurlOutcome.TurnedDown(recipient: Int(recipient), code: Int(code), text: String(cString: reply!)))
            }
        }
        // SAFETY: `control` outlives the call below, which is the only user of the pointer.
        request.context = Unmanaged.passUnretained(control).toOpaque()
        request.is_cancelled = { TransferControl.of($0).isCancelled ? 1 : 0 }
        if self.policy != nil {
            request.may_dial = { TransferControl.of($0).mayDial(String(cString: $1!), $2) ? 1 : 0 }
        }
        var outcome = ccurl_outcome()
        let answer = withExtendedLifetime((strings, control)) {
            [UInt8](unsafeUninitializedCapacity: Self.maxAnswer) { answer, length in
                self.body.withUnsafeBufferPointer { body in
                    request.body = body.baseAddress
                    request.body_length = body.count
                    request.answer = answer.baseAddress
                    request.answer_capacity = answer.count
                    ccurl_perform(&request, &outcome)
                }
                length = outcome.answer_length
            }
        }
        return CurlOutcome(outcome, answer, control)
    }
}

/// Owns C strings and frees them when it is released.
private final class CStrings {
    private var texts: [UnsafeMutablePointer<CChar>] = []
    private var lists: [UnsafeMutableBufferPointer<UnsafePointer<CChar>?>] = []

    deinit {
        for text in self.texts { free(text) }
        for list in self.lists { list.deallocate() }
    }

    func copy(_ text: String) -> UnsafePointer<CChar> {
        // SAFETY: strdup fails only without memory, and then a Swift program ends anyway.
        let copy = strdup(text)!
        self.texts.append(copy)
        return UnsafePointer(copy)
    }

    /// NULL-terminated.
    func copy(_ texts: [String]) -> UnsafePointer<UnsafePointer<CChar>?> {
        let list = UnsafeMutableBufferPointer<UnsafePointer<CChar>?>.allocate(capacity: texts.count + 1)
        list.initialize(repeating: nil)
        for (index, text) in texts.enumerated() { list[index] = self.copy(text) }
        self.lists.append(list)
        // SAFETY: the capacity is at least one, so there is a base address.
        return UnsafePointer(list.baseAddress!)
    }
}
