import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// HTTP/1 for untrusted clients: limited by a gate, and closed if the client is too slow.
struct GuardedHTTP1Channel: ServerChildChannel {
    private struct Refused: Error {}

    let http: HTTP1Channel
    let gate: ConnectionGate
    let pace: ConnectionPace.Limits

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        guard self.gate.admit(channel) else {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(Refused())
        }
        return self.http.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let watch = PaceWatch(channel, limits: self.pace, gate: self.gate)
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(RequestPaceHandler(watch), position: .after(decoder))
            try pipeline.addHandlers([BytePaceHandler(watch), HangUpHandler()], position: .first)
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async { await self.http.handle(value: value, logger: logger) }
}

/// Stops accepting for a second if the system fails to accept. NIO alone would retry at once without end, and the server would
/// end with the error.
final class AcceptPauseHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private static let pause = TimeAmount.seconds(1)

    private let gate: ConnectionGate
    private var isPaused = false

    init(_ gate: ConnectionGate) { self.gate = gate }

    /// Does not pass errors on: an error that ends the listener also closes it.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.gate.recordAcceptFailure(error)
        guard !self.isPaused, let options = context.channel.syncOptions else { return }
        self.isPaused = true
        // `try?`: a closed listener accepts nothing.
        try? options.setOption(.autoRead, value: false)
        _ = context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) {
            self.isPaused = false
            try? options.setOption(.autoRead, value: true)
        }
    }
}
