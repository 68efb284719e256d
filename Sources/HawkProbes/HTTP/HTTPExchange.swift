import HawkCore
import HawkNet
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sends one request and collects the parts of its response that a check needs.
// SAFETY: confined to the channel's event loop.
final class HTTPExchange: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    static let maxHeadLength = 64 * 1_024

    /// The wanted parts of a response.
    struct Wishes {
        /// How many bytes of the body are stored.
        var maxStoredBytes: Int
        /// Whether the body must be complete: an assertion needs it.
        var needsBody: Bool
        var stopsAtRedirects: Bool
        /// Whether deviations from the standard are failures.
        var isStrict: Bool
    }

    private let request: HTTPRequest
    private let attempt: Attempt
    private let wishes: Wishes
    private let name: String
    private let then: (HTTPAnswer) -> Void
    private var hasSent = false
    private var sentAt = NIODeadline.now()
    /// Nil if nothing was received.
    private var firstByteAt: NIODeadline?
    private var answer: HTTPAnswer?
    private var leniency: HTTPLeniency = []
    private(set) var isOver = false
    private var connection: TargetConnection?

    /// - Parameter then: called with the response. A failure ends the attempt.
    init(_ request: HTTPRequest, _ wishes: Wishes, in attempt: Attempt, then: @escaping (HTTPAnswer) -> Void) {
        self.request = request
        self.attempt = attempt
        self.wishes = wishes
        self.name = request.target.authority
        self.then = then
    }

    /// - Parameter http2: whether the server uses HTTP/2 on this connection.
    func perform(on connection: TargetConnection, http2: Bool) {
        self.connection = connection
        guard let channel = connection.channel else { return self.end(.failure(self.closedEarly)) }
        self.attempt.deadlineReason = .answer(from: self.name)
        do {
            if http2 {
                try HTTP2Stream.open(for: self, on: channel, isSecure: self.request.target.isSecure)
            } else {
                try channel.pipeline.syncOperations.addHandlers([
                    HTTPRequestEncoder(), HTTPReader(for: self, isHead: self.request.isHead), self,
                ])
            }
        } catch {
            self.end(.failure(self.closedEarly))
        }
    }

    func fail(_ error: any Error) {
        self.end(.failure(MachineFault.found(in: error, with: self.name) ?? self.failure(error)))
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { self.send(context) }
    }

    /// An HTTP/2 stream becomes active only after its handlers were added.
    func channelActive(context: ChannelHandlerContext) {
        self.send(context)
        context.fireChannelActive()
    }

    private func send(_ context: ChannelHandlerContext) {
        guard !self.hasSent else { return }
        self.hasSent = true
        self.sentAt = .now()
        context.write(self.wrapOutboundOut(.head(self.request.head)), promise: nil)
        if let body = self.request.body {
            context.write(self.wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: body)))), promise: nil)
        }
        context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Called over HTTP/2. Over HTTP/1, the reader calls the methods directly.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isOver else { return }
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            // An informational response such as 103 comes before the final one (RFC 9110, section 15.2).
            guard head.status.code >= 200 || head.status == .switchingProtocols else { return self.recordFirstByte() }
            self.receive(HTTPHead(head))
        case .body(let part): self.receive(part)
        case .end: self.complete()
        }
    }

    /// Records the instant at which curl's `time_starttransfer` ends.
    func recordFirstByte() {
        guard self.firstByteAt == nil else { return }
        self.firstByteAt = .now()
        self.attempt.spend(.firstByte, since: self.sentAt)
        self.attempt.deadlineReason = .rest(from: self.name)
    }

    func receive(_ head: HTTPHead) {
        self.recordFirstByte()
        self.attempt.protocolVersion = head.version
        let answer = HTTPAnswer(head, maxStoredBytes: self.wishes.maxStoredBytes)
        self.answer = answer
        self.attempt.onDeadline = { self.runOutOfTime() }
        self.record(head.leniency)
        guard !self.isOver else { return }
        if self.wishes.stopsAtRedirects && answer.location != nil || answer.isEndless && !self.wishes.needsBody {
            self.complete()
        }
    }

    func refuseLongHead() { self.end(.failure(self.headTooLarge)) }

    /// - Parameter leniency: the known deviations of the response.
    func record(_ leniency: HTTPLeniency) {
        guard !leniency.isSubset(of: self.leniency), !self.isOver else { return }
        self.leniency.formUnion(leniency)
        for code in self.leniency.codes where !self.attempt.evidence.lenient.contains(code) {
            self.attempt.evidence.lenient.append(code)
        }
        guard self.wishes.isStrict, let words = self.leniency.words.first else { return }
        let message = "the answer of \(self.name) \(words), which the standard does not allow"
        self.end(.failure(TargetFailure(.protocol, message, statusCode: self.answer?.status)))
    }

    func receive(_ part: ByteBuffer) {
        guard !self.isOver else { return }
        do { try self.gather(part) } catch { return self.end(.failure(self.failure(error))) }
        if self.answer?.body.isFull == true { self.complete() }
    }

    private func gather(_ part: ByteBuffer) throws {
        if self.answer?.body.isCompressed == true {
            try self.attempt.metered { try self.answer?.body.receive(part) }
        } else {
            try self.answer?.body.receive(part)
        }
    }

    func complete() {
        guard let answer = self.answer, !self.isOver else { return }
        self.attempt.spend(.transfer, since: self.firstByteAt ?? self.sentAt)
        do { try answer.body.finish() } catch { return self.end(.failure(self.failure(error))) }
        self.end(.success(answer))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Servers often end TLS without close_notify. The reader knows whether data is missing.
        if case .uncleanShutdown? = error as? NIOSSLError { return }
        self.fail(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end(.failure(self.closedEarly))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.end(.failure(self.closedEarly)) }

    /// - Parameter result: not evaluated if the exchange is over, because every connection end calls this again.
    private func end(_ result: @autoclosure () -> Result<HTTPAnswer, any Error>) {
        guard !self.isOver else { return }
        self.isOver = true
        self.attempt.onDeadline = nil
        switch result() {
        case .success(let answer): self.then(answer)
        case .failure(let error):
            self.answer?.storeEvidence(in: self.attempt)
            self.attempt.fail(error)
        }
    }

    /// Stores the received part of the response.
    private func runOutOfTime() -> Result<Observation, any Error> {
        self.answer?.storeEvidence(in: self.attempt)
        let failure = self.attempt.deadlineReason.failure(after: self.attempt.timeout)
        guard let target = failure as? TargetFailure else { return .failure(failure) }
        return .failure(TargetFailure(target.reason, target.message, statusCode: self.answer?.status))
    }
}

extension HTTPExchange {
    private var closedEarly: TargetFailure {
        self.connection?.failure
            ?? TargetFailure(
                .protocol,
                self.answer == nil
                    ? "\(self.name) closed the connection without an answer"
                    : "\(self.name) closed the connection before its answer was complete",
                statusCode: self.answer?.status)
    }

    private var headTooLarge: TargetFailure { TargetFailure(.tooLarge, "the headers of \(self.name) are larger than 64 KiB") }

    private func failure(_ error: any Error) -> any Error {
        if let failure = self.connection?.failure { return failure }
        return switch error {
        case let fault as RunnerFault: fault
        case let body as BrokenBody:
            TargetFailure(.protocol, "the body of \(self.name) \(body.message)", statusCode: self.answer?.status)
        case let fault as HTTPFault:
            TargetFailure(.protocol, "\(self.name) \(fault.message)", statusCode: self.answer?.status)
        case let error where Self.http2Complaint(error) != nil:
            TargetFailure(
                .protocol, "\(self.name) \(Self.http2Complaint(error) ?? "")", statusCode: self.answer?.status)
        case ChannelError.eof: self.closedEarly
        default: TargetFailure(.protocol, "\(self.name) reset the connection", statusCode: self.answer?.status)
        }
    }
}
