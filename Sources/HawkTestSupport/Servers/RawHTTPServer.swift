import NIOCore
import NIOPosix
import Synchronization

/// Answers each request with the next of some byte sequences, unchanged, and repeats the last one.
package final class RawHTTPServer: Sendable {
    package let port: Int
    private let channel: any Channel
    private let state: State

    fileprivate final class State: Sendable {
        let answers: [[UInt8]]
        let heads = Mutex<[String]>([])
        let piece: Int?

        init(_ answers: [[UInt8]], piece: Int?) {
            self.answers = answers
            self.piece = piece
        }

        /// - Returns: The answer.
        func answer(to head: String) -> [UInt8] {
            self.heads.withLock { heads in
                heads.append(head)
                return self.answers[min(heads.count, self.answers.count) - 1]
            }
        }
    }

    /// - Parameter piece: The number of bytes per write. Nil for all at once.
    package init(_ answers: [[UInt8]], piece: Int? = nil) async throws {
        let state = State(answers, piece: piece)
        self.state = state
        self.channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RawConnection(state))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.port = self.channel.localAddress?.port ?? 0
    }

    deinit { self.channel.close(promise: nil) }

    /// The heads of all requests until now.
    package var heads: [String] { self.state.heads.withLock { $0 } }

    /// The request targets, in order.
    package var targets: [String] { self.heads.map { String($0.split(separator: " ").dropFirst().first ?? "") } }
}

// SAFETY: confined to its channel's event loop.
private final class RawConnection: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let state: RawHTTPServer.State
    private var received = ""
    private var hasAnswered = false

    init(_ state: RawHTTPServer.State) { self.state = state }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.received += String(buffer: self.unwrapInboundIn(data))
        guard !self.hasAnswered, self.received.contains("\r\n\r\n") else { return }
        self.hasAnswered = true
        let answer = self.state.answer(to: self.received)
        self.send(answer[...], context.channel)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ rest: ArraySlice<UInt8>, _ channel: any Channel) {
        guard !rest.isEmpty else { return channel.close(promise: nil) }
        let piece = rest.prefix(self.state.piece ?? rest.count)
        channel.writeAndFlush(ByteBuffer(bytes: piece)).assumeIsolated().whenComplete { _ in
            self.send(rest.dropFirst(piece.count), channel)
        }
    }
}
