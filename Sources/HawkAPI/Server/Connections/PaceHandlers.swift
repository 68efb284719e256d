import NIOCore
import NIOHTTP1

/// Watches the pace of one connection and closes it if the client is too slow. Confined to the connection's event loop.
final class PaceWatch {
    /// The longest time between two checks. Only polling shows what a client has not read.
    private static let interval = TimeAmount.seconds(5)

    fileprivate var pace: ConnectionPace
    private let gate: ConnectionGate
    private let channel: any Channel
    private var timer: Scheduled<Void>?

    init(_ channel: any Channel, limits: ConnectionPace.Limits, gate: ConnectionGate) {
        self.pace = ConnectionPace(limits, openedAt: .now())
        self.channel = channel
        self.gate = gate
    }

    func check() {
        let now = NIODeadline.now()
        // `try?`: a channel without this option has no measurable pending bytes.
        let pending = (try? self.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        switch self.pace.check(at: now, pending: pending) {
        case .close(let fault): self.close(fault)
        case .checkAgain(let due):
            let next = min(due, now + Self.interval)
            self.timer = self.channel.eventLoop.assumeIsolated().scheduleTask(deadline: next) { self.check() }
        }
    }

    func close(_ fault: ConnectionPace.Fault) {
        self.end()
        self.gate.count(fault)
        self.channel.close(promise: nil)
    }

    func end() {
        self.timer?.cancel()
        self.timer = nil
    }
}

/// Counts the bytes of a connection. Placed nearest to the socket.
final class BytePaceHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let watch: PaceWatch

    init(_ watch: PaceWatch) { self.watch = watch }

    func channelActive(context: ChannelHandlerContext) {
        self.watch.check()
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.watch.end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let fault = self.watch.pace.read(bytes: Self.unwrapInboundIn(data).readableBytes, at: .now()) {
            return self.watch.close(fault)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        self.watch.pace.wrote(bytes: Self.unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }
}

/// Follows a connection's requests and responses, and refuses requests that do not name exactly one host (RFC 9112, section 3.2).
final class RequestPaceHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let watch: PaceWatch
    private var isRefused = false

    init(_ watch: PaceWatch) { self.watch = watch }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isRefused else { return }
        switch Self.unwrapInboundIn(data) {
        case .head(let head) where !head.namesItsHost:
            self.isRefused = true
            self.watch.pace.refused(at: .now())
            // The 400 response is sent in order, after the responses to earlier requests.
            return context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
        case .head: self.watch.pace.readHead(at: .now())
        case .body: break
        case .end: self.watch.pace.readEnd(at: .now())
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = Self.unwrapOutboundIn(data) { self.watch.pace.answered(at: .now()) }
        context.write(data, promise: promise)
    }
}

extension HTTPRequestHead {
    fileprivate var namesItsHost: Bool {
        let count = self.headers["host"].count
        return count == 1 || count == 0 && (self.version.major, self.version.minor) < (1, 1)
    }
}
