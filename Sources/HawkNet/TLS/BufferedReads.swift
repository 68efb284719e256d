import NIOCore

/// Keeps what a server says after the handshake until somebody listens: while its certificate is judged it may speak already, as
/// servers of HTTP/2 and of mail do.
// SAFETY: confined to the channel's event loop.
final class BufferedReads: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Beyond so many bytes the socket is not read any more until then.
    private static let limit = 64 * 1_024

    private var isHolding = true
    private var reads: [ByteBuffer] = []
    private var size = 0
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard self.isHolding else { return context.fireChannelRead(data) }
        let part = self.unwrapInboundIn(data)
        self.reads.append(part)
        self.size += part.readableBytes
        if self.size > Self.limit { self.setReading(false, context) }
    }

    /// Hands everything on; from now on nothing is held.
    func release() {
        self.isHolding = false
        guard let context = self.context, !self.reads.isEmpty else { return }
        let reads = self.reads
        self.reads = []
        for part in reads { context.fireChannelRead(self.wrapInboundOut(part)) }
        context.fireChannelReadComplete()
        if self.size > Self.limit { self.setReading(true, context) }
    }

    private func setReading(_ isReading: Bool, _ context: ChannelHandlerContext) {
        // A channel without such options would read on, and be held in memory until the attempt's end.
        try? context.channel.syncOptions?.setOption(.autoRead, value: isReading)
    }
}
