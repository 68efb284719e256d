package import NIOCore

/// A TCP connection as an attempt holds it: the handler next to the socket, below TLS and everything else.
///
/// Closing goes through it, because TLS would send its close_notify and keep the descriptor until the peer answers.
// SAFETY: confined to the channel's event loop.
package final class Wire: ChannelInboundHandler, @unchecked Sendable {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer

    package let endpoint: Endpoint
    package let eventLoop: any EventLoop
    var held: HeldReads?
    /// What the server showed before its handshake broke, DER encoded, leaf first.
    package internal(set) var shownChain: [[UInt8]] = []
    /// What TLS said to be wrong, once it broke after its handshake.
    package internal(set) var failure: TargetFailure?
    /// Held as long as the connection; nil where connections are not limited.
    package internal(set) var place: DialPlace?
    /// Runs and measures what the server's bytes cause; nil: nothing is measured.
    package var meter: ((() -> Void) -> Void)?
    private var context: ChannelHandlerContext?

    init(to endpoint: Endpoint, on eventLoop: any EventLoop) {
        self.endpoint = endpoint
        self.eventLoop = eventLoop
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
        guard let meter = self.meter else { return context.fireChannelRead(data) }
        meter { context.fireChannelRead(data) }
    }

    package func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    package func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }
}
