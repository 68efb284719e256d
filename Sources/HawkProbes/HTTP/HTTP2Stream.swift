import HawkNet
import NIOCore
import NIOHTTP2
import NIOSSL

/// Starts HTTP/2 on a connection, with one stream for one exchange (RFC 9113).
enum HTTP2Stream {
    /// A window as large as a body that is read, so that it arrives without waiting for us.
    private static let window = HTTPBody.longest + 64 * 1_024

    /// - Parameter isSecure: decides the scheme in the request.
    static func open(for exchange: HTTPExchange, on channel: any Channel, isSecure: Bool) throws {
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .enablePush, value: 0),
            HTTP2Setting(parameter: .maxConcurrentStreams, value: 1),
            HTTP2Setting(parameter: .initialWindowSize, value: Self.window),
            HTTP2Setting(parameter: .maxHeaderListSize, value: HTTPExchange.maxHeadLength),
        ]
        connection.targetWindowSize = Self.window
        var stream = NIOHTTP2Handler.StreamConfiguration()
        stream.targetWindowSize = Self.window
        let pipeline = channel.pipeline.syncOperations
        let multiplexer = try pipeline.configureHTTP2Pipeline(
            mode: .client, connectionConfiguration: connection, streamConfiguration: stream
        ) { pushed in
            // The settings disable pushes.
            pushed.close()
        }
        try pipeline.addHandler(HTTP2Connection(exchange))
        multiplexer.createStreamChannel(promise: nil) { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandlers([
                    HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: isSecure ? .https : .http), exchange,
                ])
            }
        }
    }
}

/// Reports failures of the connection below the stream to an exchange.
// SAFETY: confined to the channel's event loop.
private final class HTTP2Connection: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = HTTP2Frame

    private let exchange: HTTPExchange

    init(_ exchange: HTTPExchange) { self.exchange = exchange }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // As over HTTP/1.1, an end without close_notify is an end. The next event reports it.
        if case .uncleanShutdown? = error as? NIOSSLError { return }
        self.exchange.fail(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.exchange.fail(ChannelError.eof)
        context.fireChannelInactive()
    }
}

extension HTTPExchange {
    /// Returns what an error of the HTTP/2 layer means. Nil for other errors.
    static func http2Complaint(_ error: any Error) -> String? {
        switch error {
        case let error as NIOHTTP2Errors.StreamClosed: Self.words(error.errorCode)
        case let error as NIOHTTP2Errors.StreamError: Self.http2Complaint(error.baseError)
        case is NIOHTTP2Errors.CreatedStreamAfterGoaway: "accepts no requests on a new connection (GOAWAY)"
        case is any NIOHTTP2Error: "sent something that is not HTTP/2"
        default: nil
        }
    }

    private static func words(_ code: HTTP2ErrorCode) -> String {
        switch code {
        case .noError: "closed the HTTP/2 stream before its answer was complete"
        case .refusedStream: "refused the HTTP/2 stream (REFUSED_STREAM)"
        case .http11Required: "requires HTTP/1.1 for this request (HTTP_1_1_REQUIRED)"
        case .enhanceYourCalm: "reports excessive load (ENHANCE_YOUR_CALM)"
        case .cancel: "cancelled the HTTP/2 stream (CANCEL)"
        case .internalError: "had an internal error and reset the HTTP/2 stream (INTERNAL_ERROR)"
        case .protocolError: "reset the HTTP/2 stream because of a protocol error (PROTOCOL_ERROR)"
        default: "reset the HTTP/2 stream (error \(code.networkCode))"
        }
    }
}
