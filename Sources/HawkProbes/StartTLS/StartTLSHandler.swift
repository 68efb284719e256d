import HawkCore
import HawkNet
import NIOCore

/// Leads a connection to the start of TLS, and then passes everything through.
// SAFETY: confined to the channel's event loop.
final class StartTLSHandler: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: String
    private let attempt: Attempt
    private var conversation: StartTLSConversation
    private let then: () -> Void
    private var isOver = false

    /// - Parameter then: called when TLS may start. A failure ends the attempt.
    init(_ dialogue: any StartTLSDialogue, with server: String, in attempt: Attempt, then: @escaping () -> Void) {
        self.server = server
        self.attempt = attempt
        self.conversation = StartTLSConversation(dialogue, with: server)
        self.then = then
    }

    func perform(on channel: any NIOCore.Channel) {
        self.attempt.deadlineReason = .greeting(of: self.server)
        do {
            try channel.pipeline.syncOperations.addHandler(self)
        } catch {
            self.end(.failure(self.closedEarly))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isOver else { return context.fireChannelRead(data) }
        do {
            switch try self.conversation.receive(self.unwrapInboundIn(data).readableBytesView) {
            case .wait: break
            case .send(let command):
                self.attempt.deadlineReason = .reply(to: command, from: self.server)
                context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(string: command + "\r\n")), promise: nil)
            case .begin: self.end(.success(()))
            }
        } catch {
            self.end(.failure(error))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !self.isOver else { return context.fireErrorCaught(error) }
        self.end(
            .failure(
                MachineFault.found(in: error, with: self.server)
                    ?? TargetFailure(.protocol, "\(self.server) reset the connection before TLS started")))
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end(.failure(self.closedEarly))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.end(.failure(self.closedEarly)) }

    private func end(_ result: Result<Void, any Error>) {
        guard !self.isOver else { return }
        self.isOver = true
        switch result {
        case .success: self.then()
        case .failure(let error): self.attempt.fail(error)
        }
    }

    private var closedEarly: TargetFailure {
        TargetFailure(.protocol, "\(self.server) closed the connection before TLS started")
    }
}

extension Attempt {
    /// Starts TLS on a connection as `secure` does, after the server's consent if its protocol requires that.
    /// - Parameters:
    ///   - listen: called when TLS is about to start, because a server may send before its certificate is verified.
    ///   - then: called when data may be sent. A failure ends the attempt.
    func secure(
        _ connection: TargetConnection, to target: HostAndPort, after startTLS: StartTLS, _ settings: TLSSettings,
        listen: @escaping () -> Void = {}, then: @escaping () -> Void
    ) {
        let began = NIODeadline.now()
        self.agree(on: startTLS, connection, with: target) {
            if startTLS != .none { self.spend(.tls, since: began) }
            self.secure(connection, host: target.host, settings) { _ in then() }
            listen()
        }
    }

    private func agree(
        on startTLS: StartTLS, _ connection: TargetConnection, with target: HostAndPort, _ then: @escaping () -> Void
    ) {
        let server = target.canonical
        guard startTLS != .none, let channel = connection.channel else { return then() }
        // An address is sufficient, because the server could not check a name (RFC 5321, 4.1.3).
        let address = channel.localAddress?.ipAddress ?? "127.0.0.1"
        let client = address.contains(":") ? "[IPv6:\(address)]" : "[\(address)]"
        guard let dialogue = startTLS.dialogue(with: server, as: client) else { return then() }
        StartTLSHandler(dialogue, with: server, in: self, then: then).perform(on: channel)
    }
}
