import NIOCore

/// Buffers the server's bytes after the handshake until a handler is ready. Servers of HTTP/2 and mail may send while their
/// certificate is still being verified.
// SAFETY: confined to the channel's event loop.
final class BufferedReads: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Beyond this number of bytes, the socket is not read until the release.
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

    /// Passes everything on and stops buffering.
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
        // A channel without such options would continue to read, and keep the bytes in memory until the attempt's end.
        try? context.channel.syncOptions?.setOption(.autoRead, value: isReading)
    }
}
