package import NIOCore

/// Counts the bytes that the connections of one attempt receive, below TLS and other protocols.
package protocol InboundMeter: AnyObject {
    /// - Returns: false if no more is accepted; the connection has then been closed.
    func receive(_ bytes: Int) -> Bool
}

/// A TCP connection of an attempt: the handler next to the socket, below TLS and everything else.
///
/// It also closes the connection. TLS would send its close_notify and keep the descriptor until the peer answers.
// SAFETY: confined to the channel's event loop.
package final class TargetConnection: ChannelInboundHandler, @unchecked Sendable {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer

    /// The maximum number of bytes that a target may send in one attempt, over all its connections. It covers the body, and 1 MiB
    /// for heads, handshakes and framing.
    package static let maxReceived = 1_280 * 1_024
    package static let maxReceivedWords = "1280 KiB"

    /// The maximum number of bytes that one connection reads in one turn of the event loop, before timers and other connections
    /// run. Parsing costs most if a target sends tiny pieces: 16 KiB are 2,700 chunks of one byte.
    package static let maxReadInTurn = 16 * 1_024
    /// The size of a connection's first read. Most responses are smaller. Their connections need no option, which costs as much
    /// as a twentieth of a check.
    private static let firstRead = 2_048
    private static let readAllocator = AdaptiveRecvByteBufferAllocator(minimum: 64, initial: firstRead, maximum: maxReadInTurn)

    package let endpoint: Endpoint
    package let eventLoop: any EventLoop
    private let meter: (any InboundMeter)?
    var held: BufferedReads?
    /// The certificates that the server sent before its handshake broke, DER encoded, leaf first.
    package internal(set) var peerCertificates: [[UInt8]] = []
    /// The TLS error, if TLS broke after its handshake.
    package internal(set) var failure: TargetFailure?
    /// Held as long as the connection. Nil if connections are not limited.
    package internal(set) var place: DialPlace?
    /// Runs and measures the work that the server's bytes cause. Nil if it is not measured.
    package var measure: ((() -> Void) -> Void)?
    private var context: ChannelHandlerContext?
    private var isLimited = false

    init(to endpoint: Endpoint, on eventLoop: any EventLoop, meter: (any InboundMeter)?) {
        self.endpoint = endpoint
        self.eventLoop = eventLoop
        self.meter = meter
    }

    /// Nil once the connection is gone.
    package var channel: (any Channel)? { self.context?.channel }

    /// Closes the socket at once, regardless of what is above it.
    package func close() { self.context?.close(mode: .all, promise: nil) }

    /// Passes the bytes received since a handshake to the present handlers.
    package func release() {
        self.held?.release()
        self.held = nil
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let size = self.unwrapInboundIn(data).readableBytes
        if size >= Self.firstRead, !self.isLimited { self.limitReads(of: context.channel) }
        if let meter, !meter.receive(size) { return }
        guard let measure = self.measure else { return context.fireChannelRead(data) }
        measure { context.fireChannelRead(data) }
    }

    /// Prevents one connection from blocking the event loop.
    private func limitReads(of channel: any Channel) {
        self.isLimited = true
        // A connection that is being closed refuses the option, and reads no more.
        try? channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        try? channel.syncOptions?.setOption(.recvAllocator, value: Self.readAllocator)
    }

    package func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    package func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }
}
