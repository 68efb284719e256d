import NIOCore

/// Detects that the client of a connection hangs up: that it closes the connection or its own side of it.
final class HangUpHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var isHungUp = false
    private var action: (@Sendable () -> Void)?

    /// - Parameter action: runs when the client hangs up, or at once if it has. Requests are handled one at a time, so one action
    ///   is enough.
    func watch(_ action: @escaping @Sendable () -> Void) {
        if self.isHungUp { action() } else { self.action = action }
    }

    func stop() { self.action = nil }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { self.hangUp() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.hangUp()
        context.fireChannelInactive()
    }

    private func hangUp() {
        self.isHungUp = true
        self.action?()
        self.action = nil
    }
}

/// The connection of a request.
struct ClientConnection: Sendable {
    private let channel: any Channel

    init(_ channel: any Channel) { self.channel = channel }

    /// Runs long work and cancels it if the client hangs up. Hummingbird's `consumeWithCancellationOnInboundClose` crashes the
    /// process if the work ends before the rest of the request is read, as a quick refusal does.
    func whileOpen<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await work() }
        self.withHandler {
            $0.watch { task.cancel() }
        } orElse: {
            task.cancel()
        }
        defer {
            self.withHandler {
                $0.stop()
            } orElse: {
            }
        }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// - Parameter orElse: called if the connection is closed and its handlers are gone.
    private func withHandler(
        _ body: @escaping @Sendable (HangUpHandler) -> Void, orElse: @escaping @Sendable () -> Void
    ) {
        self.channel.eventLoop.execute {
            do {
                body(try self.channel.pipeline.syncOperations.handler(type: HangUpHandler.self))
            } catch {
                orElse()
            }
        }
    }
}
