import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization

/// A real server that runs the same steps on each connection, on a free port of 127.0.0.1.
package final class DialogueTestServer: Sendable {
    package enum Step: Sendable {
        case send(String)
        case sendBytes([UInt8])
        /// Waits for a line from the client.
        case receive
        /// Uses TLS from here on.
        case secure(TLSConfiguration)
        case close
        case reset
    }

    package let port: Int
    private let received: Received
    private let channel: any Channel

    fileprivate final class Received: Sendable {
        let lines = Mutex<[String]>([])
    }

    package init(_ steps: [Step]) async throws {
        let received = Received()
        self.received = received
        self.channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Dialogue(steps, received))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.port = self.channel.localAddress?.port ?? 0
    }

    deinit { self.channel.close(promise: nil) }

    /// All lines received until now, without line ends.
    package var lines: [String] { self.received.lines.withLock { $0 } }
}

// SAFETY: confined to its channel's event loop.
private final class Dialogue: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let received: DialogueTestServer.Received
    private var steps: ArraySlice<DialogueTestServer.Step>
    private var rest = ""

    init(_ steps: [DialogueTestServer.Step], _ received: DialogueTestServer.Received) {
        self.steps = steps[...]
        self.received = received
    }

    func channelActive(context: ChannelHandlerContext) { self.go(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.rest += String(buffer: self.unwrapInboundIn(data))
        self.go(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func go(_ context: ChannelHandlerContext) {
        let channel = context.channel
        while let step = self.steps.first {
            switch step {
            case .send(let text): context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .sendBytes(let bytes): context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .receive:
                // Swift treats a carriage return plus line feed as one character.
                guard let end = self.rest.firstIndex(where: \.isNewline) else { return }
                let line = String(self.rest[..<end])
                self.rest = String(self.rest[self.rest.index(after: end)...])
                self.received.lines.withLock { $0.append(line) }
            case .secure(let configuration):
                do {
                    let handler = NIOSSLServerHandler(context: try NIOSSLContext(configuration: configuration))
                    try context.pipeline.syncOperations.addHandler(handler, position: .before(self))
                } catch {
                    context.close(promise: nil)
                }
            case .close: channel.close(promise: nil)
            case .reset:
                guard let options = channel as? any SocketOptionProvider else { return }
                options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
            }
            self.steps = self.steps.dropFirst()
        }
    }
}
