import HawkCore
import HawkNet
import NIOCore
import NIOSSL

/// Sends a text and waits until the reply contains the expected text.
///
/// It listens before it sends, because a server that speaks first does not wait for the verification of its certificate.
// SAFETY: confined to the channel's event loop.
final class TCPExchange: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The maximum number of bytes read of a reply.
    private static let maxReplyLength = 64 * 1_024
    private static let evidence = 4_096

    private enum End { case closed, failed(any Error) }

    private let name: String
    private let message: [UInt8]
    private let expected: [UInt8]
    /// The expected text as its owner entered it, for messages.
    private let expectation: String?
    private let attempt: Attempt
    private let then: () -> Void
    private var connection: TargetConnection?
    private var reply: [UInt8] = []
    /// How many bytes of the reply were searched without finding the expected text.
    private var searched = 0
    private var ending: End?
    private var requestedAt: NIODeadline?
    private var firstAt: NIODeadline?
    private var isOver = false

    /// - Parameter then: called once the reply is as expected. A failure ends the attempt.
    /// - Returns: nil if there is nothing to send and no reply to wait for.
    init?(
        _ settings: TCPSettings, with name: String, in attempt: Attempt, then: @escaping () -> Void
    ) throws(EscapedText.Malformed) {
        guard settings.words != nil || settings.expect != nil else { return nil }
        self.name = name
        self.message = try EscapedText(parsing: settings.words ?? "").bytes
        self.expected = try EscapedText(parsing: settings.expect ?? "").bytes
        self.expectation = settings.expect.map { "\"\($0.shortened)\"" }
        self.attempt = attempt
        self.then = then
    }

    func listen(on connection: TargetConnection) {
        self.connection = connection
        do {
            guard let channel = connection.channel else { return self.record(.closed) }
            try channel.pipeline.syncOperations.addHandler(self)
            connection.release()
        } catch {
            self.record(.closed)
        }
    }

    /// Sends the text. From now on, the end of the exchange ends the attempt.
    func perform() {
        self.requestedAt = .now()
        self.attempt.deadlineReason = self.expectation.map { .text($0, from: self.name) } ?? .answer(from: self.name)
        self.attempt.onDeadline = { [weak self] in
            self?.storeEvidence()
            return nil
        }
        if !self.message.isEmpty, let channel = self.connection?.channel {
            channel.writeAndFlush(ByteBuffer(bytes: self.message), promise: nil)
        }
        self.evaluate()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isOver else { return }
        if self.firstAt == nil { self.firstAt = .now() }
        let room = Self.maxReplyLength - self.reply.count
        self.reply += self.unwrapInboundIn(data).readableBytesView.prefix(room)
        self.evaluate()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Servers often end TLS without close_notify. The end itself follows.
        if case .uncleanShutdown? = error as? NIOSSLError { return }
        self.record(
            .failed(
                MachineFault.found(in: error, with: self.name) ?? self.connection?.failure
                    ?? TargetFailure(.protocol, "\(self.name) reset the connection")))
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.record(.closed)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.record(.closed) }

    /// Records how the connection ended. Only the first report counts.
    private func record(_ ending: End) {
        if self.ending == nil { self.ending = ending }
        self.evaluate()
    }

    private func evaluate() {
        guard !self.isOver, self.requestedAt != nil else { return }
        if self.isFulfilled {
            self.end(.success(()))
        } else if let ending {
            self.end(.failure(self.failure(ending)))
        } else if self.reply.count >= Self.maxReplyLength {
            self.end(.failure(self.missing("the first 64 KiB of the reply of \(self.name) do not contain")))
        }
    }

    private var isFulfilled: Bool {
        guard !self.expected.isEmpty else { return !self.reply.isEmpty }
        guard self.reply.count >= self.expected.count else { return false }
        defer { self.searched = self.reply.count - self.expected.count + 1 }
        return self.reply.firstOffset(of: self.expected, from: self.searched) != nil
    }
}

extension TCPExchange {
    private func failure(_ ending: End) -> any Error {
        switch ending {
        case .failed(let failure): return failure
        case .closed:
            if let failure = self.connection?.failure { return failure }
            guard !self.reply.isEmpty else {
                return TargetFailure(.protocol, "\(self.name) closed the connection without an answer")
            }
            return self.missing("the reply of \(self.name) does not contain")
        }
    }

    private func missing(_ words: String) -> TargetFailure {
        TargetFailure(.assertion, "\(words) \(self.expectation ?? "anything")")
    }

    private func end(_ result: Result<Void, any Error>) {
        guard !self.isOver else { return }
        self.isOver = true
        self.attempt.onDeadline = nil
        self.spendPhases()
        switch result {
        case .success: self.then()
        case .failure(let error):
            self.storeEvidence()
            self.attempt.fail(error)
        }
    }

    /// Measures the phases. If the server speaks first, the first byte may have arrived before the request.
    private func spendPhases() {
        self.attempt.evidence.size = self.reply.count
        guard let requestedAt, let firstAt else { return }
        self.attempt.phases.firstByte = .nanoseconds(max(.zero, firstAt - requestedAt).nanoseconds)
        self.attempt.spend(.transfer, since: max(requestedAt, firstAt))
    }

    private func storeEvidence() {
        let text = self.attempt.redaction.beginning(of: self.reply, Self.evidence)
        self.attempt.evidence.body = text.isEmpty ? nil : text
    }
}
