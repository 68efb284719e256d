import HawkCore
import HawkNet
import NIOCore

/// Leads a connection to where TLS begins; then it lets everything through.
// SAFETY: confined to the channel's event loop.
final class StartTLSHandler: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: String
    private let attempt: Attempt
    private var conversation: StartTLSConversation
    private let promise: EventLoopPromise<Void>
    private var isOver = false

    init(_ dialogue: any StartTLSDialogue, with server: String, in attempt: Attempt) {
        self.server = server
        self.attempt = attempt
        self.conversation = StartTLSConversation(dialogue, with: server)
        self.promise = attempt.eventLoop.makePromise()
    }

    /// - Returns: fails with `TargetFailure` or `RunnerFault`.
    func perform(on channel: any NIOCore.Channel) -> EventLoopFuture<Void> {
        self.attempt.waiting = .greeting(of: self.server)
        do {
            try channel.pipeline.syncOperations.addHandler(self)
        } catch {
            self.end(.failure(self.closedEarly))
        }
        return self.promise.futureResult
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isOver else { return context.fireChannelRead(data) }
        do {
            switch try self.conversation.receive(self.unwrapInboundIn(data).readableBytesView) {
            case .wait: break
            case .say(let command):
                self.attempt.waiting = .reply(to: command, from: self.server)
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
                    ?? TargetFailure(.protocol, "\(self.server) reset the connection before TLS began")))
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end(.failure(self.closedEarly))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.end(.failure(self.closedEarly)) }

    private func end(_ result: Result<Void, any Error>) {
        guard !self.isOver else { return }
        self.isOver = true
        self.promise.completeWith(result)
    }

    private var closedEarly: TargetFailure {
        TargetFailure(.protocol, "\(self.server) closed the connection before TLS began")
    }
}

extension Attempt {
    /// Makes a connection a TLS connection as `secure` does, once the server has agreed to it where its protocol wants that.
    /// - Parameter listen: called when TLS is about to begin: a server may speak before its certificate is judged.
    /// - Returns: fails with `TargetFailure` or `RunnerFault`; nothing may be sent before it succeeds.
    func secure(
        _ wire: Wire, to target: HostAndPort, after startTLS: StartTLS, _ settings: TLSSettings,
        listen: @escaping @Sendable () -> Void = {}
    ) -> EventLoopFuture<Void> {
        let began = NIODeadline.now()
        return self.agree(on: startTLS, wire, with: target).flatMap {
            if startTLS != .none { self.spend(\.tls, since: began) }
            let secured = self.secure(wire, host: target.host, settings).map { _ in }
            listen()
            return secured
        }
    }

    private func agree(on startTLS: StartTLS, _ wire: Wire, with target: HostAndPort) -> EventLoopFuture<Void> {
        let server = target.canonical
        guard startTLS != .none, let channel = wire.channel else { return self.eventLoop.makeSucceededVoidFuture() }
        // An address stands for a name that the other side could not check anyway (RFC 5321, 4.1.3).
        let address = channel.localAddress?.ipAddress ?? "127.0.0.1"
        let client = address.contains(":") ? "[IPv6:\(address)]" : "[\(address)]"
        guard let dialogue = startTLS.dialogue(with: server, as: client) else {
            return self.eventLoop.makeSucceededVoidFuture()
        }
        return StartTLSHandler(dialogue, with: server, in: self).perform(on: channel)
    }
}
