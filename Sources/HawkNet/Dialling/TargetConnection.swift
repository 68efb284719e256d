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
package final class TargetConnection: ChannelInboundHandler, @unchecked Sendable {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer

    /// The most bytes that a target may send in one attempt, over all its connections: the body that is read, and 1 MiB for heads,
    /// handshakes and what frames them.
    package static let maxReceived = 1_280 * 1_024
    package static let maxReceivedWords = "1280 KiB"

    /// The most bytes that one connection takes in one turn of the event loop before that turns to its timers and to other connections.
    /// Parsing costs most where a target sends tiny pieces: 16 KiB are 2,700 chunks of one byte.
    package static let maxReadInTurn = 16 * 1_024
    /// What a connection reads first. Less is what most answers are; their connections need no option, which costs as much as a
    /// twentieth of a check.
    private static let firstRead = 2_048
    private static let readAllocator = AdaptiveRecvByteBufferAllocator(minimum: 64, initial: firstRead, maximum: maxReadInTurn)

    package let endpoint: Endpoint
    package let eventLoop: any EventLoop
    private let meter: (any InboundMeter)?
    var held: BufferedReads?
    /// What the server showed before its handshake broke, DER encoded, leaf first.
    package internal(set) var peerCertificates: [[UInt8]] = []
    /// What TLS said to be wrong, once it broke after its handshake.
    package internal(set) var failure: TargetFailure?
    /// Held as long as the connection; nil where connections are not limited.
    package internal(set) var place: DialPlace?
    /// Runs and measures what the server's bytes cause; nil: nothing is measured.
    package var measure: ((() -> Void) -> Void)?
    private var context: ChannelHandlerContext?
    private var isLimited = false

    init(to endpoint: Endpoint, on eventLoop: any EventLoop, meter: (any InboundMeter)?) {
        self.endpoint = endpoint
        self.eventLoop = eventLoop
        self.meter = meter
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
        let size = self.unwrapInboundIn(data).readableBytes
        if size >= Self.firstRead, !self.isLimited { self.limitReads(of: context.channel) }
        if let meter, !meter.receive(size) { return }
        guard let measure = self.measure else { return context.fireChannelRead(data) }
        measure { context.fireChannelRead(data) }
    }

    /// Keeps one connection from holding the event loop.
    private func limitReads(of channel: any Channel) {
        self.isLimited = true
        // A connection that is being closed refuses, and reads no more.
        try? channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        try? channel.syncOptions?.setOption(.recvAllocator, value: Self.readAllocator)
    }

    package func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    package func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }
}
