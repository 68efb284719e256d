import Glibc
import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization

/// A real server with configurable misbehaviour, on a free port of a loopback address.
package final class TCPTestServer: Sendable {
    /// What happens to each connection.
    package enum Script: Sendable {
        /// Accepts and never sends anything.
        case hold
        case close
        case reset
        /// Sends this after the client's first bytes, and then nothing.
        case answerAndHold([UInt8])
        case answerAndClose([UInt8])
        case answerAndReset([UInt8])
        /// Sends this after the client's first bytes, then one byte every 20 ms, forever.
        case drip([UInt8])
        /// Sends the first after the client's first bytes, and then the second repeatedly, as fast as it is accepted.
        case flood([UInt8], [UInt8])
    }

    package let port: Int
    private let channel: any Channel
    private let sent = Sent()

    fileprivate final class Sent: Sendable {
        let bytes = Mutex(0)
    }

    /// The number of bytes of a flood that the kernel accepted.
    package var flooded: Int { self.sent.bytes.withLock { $0 } }

    /// - Parameters:
    ///   - port: 0 for any free port.
    ///   - tls: Nil for plain text.
    package init(
        _ script: Script, host: String = "127.0.0.1", port: Int = 0, tls: TLSConfiguration? = nil
    ) async throws {
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        self.channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [sent] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
                    try channel.pipeline.syncOperations.addHandler(ScriptedConnection(script, sent))
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
    private let sent: TCPTestServer.Sent
    private var answered = false

    init(_ script: TCPTestServer.Script, _ sent: TCPTestServer.Sent) {
        self.script = script
        self.sent = sent
    }

    func channelActive(context: ChannelHandlerContext) {
        switch self.script {
        case .hold, .answerAndHold, .answerAndClose, .answerAndReset, .drip, .flood: break
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
        case .answerAndHold(let bytes): self.send(bytes, context)
        case .answerAndClose(let bytes):
            self.send(bytes, context)
            context.close(promise: nil)
        case .answerAndReset(let bytes):
            self.send(bytes, context)
            self.reset(channel)
        case .flood(let bytes, let again):
            self.send(bytes, context)
            let times = max(1, 65_536 / again.count)
            self.flood(ByteBuffer(bytes: Array(repeatElement(again, count: times).joined())), channel)
        case .drip(let bytes):
            self.send(bytes, context)
            channel.eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(20), delay: .milliseconds(20)) { task in
                guard channel.isActive else { return task.cancel() }
                channel.writeAndFlush(ByteBuffer(string: "x"), promise: nil)
            }
        }
    }

    private func flood(_ piece: ByteBuffer, _ channel: any Channel) {
        channel.writeAndFlush(piece).assumeIsolated().whenSuccess {
            self.sent.bytes.withLock { $0 += piece.readableBytes }
            self.flood(piece, channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    private func reset(_ channel: any Channel) {
        guard let options = channel as? any SocketOptionProvider else { return }
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }
}
