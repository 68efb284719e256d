import Glibc
import NIOCore
import NIOPosix

/// A real server that misbehaves as told, on a free port of a loopback address.
package final class TCPTestServer: Sendable {
    /// What happens to each connection.
    package enum Script: Sendable {
        /// Accepts and never says anything.
        case hold
        case close
        case reset
        /// Says this once the client has said something, and then nothing more.
        case answerAndHold([UInt8])
        case answerAndClose([UInt8])
        case answerAndReset([UInt8])
        /// Says this at once, then one byte of the second text every 20 ms, for ever.
        case drip([UInt8])
    }

    package let port: Int
    private let channel: any Channel

    /// - Parameter port: 0 takes a free one.
    package init(_ script: Script, host: String = "127.0.0.1", port: Int = 0) async throws {
        self.channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ScriptedConnection(script))
                }
            }
            .bind(host: host, port: port).get()
        self.port = self.channel.localAddress?.port ?? 0
    }

    deinit { self.channel.close(promise: nil) }

    package func close() async throws { try await self.channel.close() }
}

// SAFETY: confined to its channel's event loop.
private final class ScriptedConnection: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: TCPTestServer.Script
    private var answered = false

    init(_ script: TCPTestServer.Script) { self.script = script }

    func channelActive(context: ChannelHandlerContext) {
        switch self.script {
        case .hold, .answerAndHold, .answerAndClose, .answerAndReset, .drip: break
        case .close: context.close(promise: nil)
        case .reset: self.reset(context.channel)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.answered else { return }
        self.answered = true
        let channel = context.channel
        switch self.script {
        case .hold, .close, .reset: break
        case .answerAndHold(let bytes): self.say(bytes, context)
        case .answerAndClose(let bytes):
            self.say(bytes, context)
            context.close(promise: nil)
        case .answerAndReset(let bytes):
            self.say(bytes, context)
            self.reset(channel)
        case .drip(let bytes):
            self.say(bytes, context)
            channel.eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(20), delay: .milliseconds(20)) { task in
                guard channel.isActive else { return task.cancel() }
                channel.writeAndFlush(ByteBuffer(string: "x"), promise: nil)
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func say(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    private func reset(_ channel: any Channel) {
        guard let options = channel as? any SocketOptionProvider else { return }
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }
}
