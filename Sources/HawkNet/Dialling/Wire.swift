package import NIOCore

/// Counts what the connections of one attempt receive, below TLS and whatever else is spoken.
package protocol InboundMeter: AnyObject {
    /// - Returns: false: nothing more is taken, and the connection has been closed.
    func receive(_ bytes: Int) -> Bool
}

/// A TCP connection as an attempt holds it: the handler next to the socket, below TLS and everything else.
///
/// Closing goes through it, because TLS would send its close_notify and keep the descriptor until the peer answers.
// SAFETY: confined to the channel's event loop.
package final class Wire: ChannelInboundHandler, @unchecked Sendable {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer

    /// The most bytes that a target may send in one attempt, over all its connections: the body that is read, and 1 MiB for heads,
    /// handshakes and what frames them.
    package static let maxReceived = 1_280 * 1_024
    package static let maxReceivedWords = "1280 KiB"

    /// The most bytes that one connection takes before the event loop turns to its timers and the other connections. Parsing costs
    /// most where a target sends tiny pieces: 16 KiB are 2,700 chunks of one byte.
    package static let maxReadAtOnce = 16 * 1_024
    private static let readAllocator = AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 2_048, maximum: maxReadAtOnce)

    package let endpoint: Endpoint
    package let eventLoop: any EventLoop
    private let meter: (any InboundMeter)?
    var held: HeldReads?
    /// What the server showed before its handshake broke, DER encoded, leaf first.
    package internal(set) var shownChain: [[UInt8]] = []
    /// What TLS said to be wrong, once it broke after its handshake.
    package internal(set) var failure: TargetFailure?
    /// Held as long as the connection; nil where connections are not limited.
    package internal(set) var place: DialPlace?
    /// Runs and measures what the server's bytes cause; nil: nothing is measured.
    package var measure: ((() -> Void) -> Void)?
    private var context: ChannelHandlerContext?

    init(to endpoint: Endpoint, on eventLoop: any EventLoop, meter: (any InboundMeter)?) {
        self.endpoint = endpoint
        self.eventLoop = eventLoop
        self.meter = meter
    }

    /// Keeps one connection from holding the event loop; see `maxReadAtOnce`.
    func limitReads(of channel: any Channel) throws {
        let options = channel.syncOptions
        try options?.setOption(.maxMessagesPerRead, value: 1)
        try options?.setOption(.recvAllocator, value: Self.readAllocator)
    }

    /// nil once the connection is gone.
    package var channel: (any Channel)? { self.context?.channel }

    /// Closes the socket now, whatever is above it.
    package func close() { self.context?.close(mode: .all, promise: nil) }

    /// Hands on what came since a handshake to those who listen now.
    package func release() {
        self.held?.release()
        self.held = nil
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let meter, !meter.receive(self.unwrapInboundIn(data).readableBytes) { return }
        guard let measure = self.measure else { return context.fireChannelRead(data) }
        measure { context.fireChannelRead(data) }
    }

    package func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    package func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }
}
