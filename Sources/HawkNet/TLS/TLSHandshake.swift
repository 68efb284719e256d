import HawkCore
import NIOCore
import NIOSSL
import NIOTLS

/// Waits above the TLS handler for the end of the handshake, and explains its failure.
// SAFETY: confined to the channel's event loop.
final class TLSHandshake: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let host: String
    private let promise: EventLoopPromise<TLSSession>
    private var chain: [NIOSSLCertificate] = []
    private var isOver = false

    init(host: String, on loop: any EventLoop) {
        self.host = host
        self.promise = loop.makePromise()
    }

    var result: EventLoopFuture<TLSSession> { self.promise.futureResult }

    func take(_ chain: [NIOSSLCertificate]) { self.chain = chain }

    func fail(_ error: any Error) {
        let ours = error as? RunnerFault ?? MachineFault.found(in: error, with: self.host)
        self.end(.failure(ours ?? self.failure(error)))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let chosen)? = event as? TLSUserEvent {
            self.end(Result { TLSSession(chain: try self.chain.map { try $0.toDERBytes() }, negotiatedProtocol: chosen) })
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !self.isOver else { return context.fireErrorCaught(error) }
        self.fail(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end(.failure(self.closedEarly))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.end(.failure(self.closedEarly)) }

    private func end(_ result: Result<TLSSession, any Error>) {
        guard !self.isOver else { return }
        self.isOver = true
        self.promise.completeWith(result)
    }

    private var closedEarly: TargetFailure {
        TargetFailure(.protocol, "\(self.host) closed the connection during the TLS handshake")
    }

    private func failure(_ error: any Error) -> TargetFailure {
        if error is ChannelError { return self.closedEarly }
        if error is IOError { return TargetFailure(.protocol, "\(self.host) reset the connection during the TLS handshake") }
        guard case .handshakeFailed(.sslError(let stack))? = error as? NIOSSLError, let first = stack.first else {
            return TargetFailure(.tls, "the TLS handshake with \(self.host) failed")
        }
        if first == .eofDuringHandshake || first == .eofDuringAdditionalCertficiateChainValidation { return self.closedEarly }
        let code = Self.code(first)
        switch code {
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST":
            return TargetFailure(.tls, "\(self.host) does not speak TLS on this port")
        case "UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "SSLV3_ALERT_PROTOCOL_VERSION":
            return TargetFailure(.tls, "\(self.host) offers no version of TLS from 1.2 on")
        default:
            return TargetFailure(.tls, "the TLS handshake with \(self.host) failed (\(code.lowercased()))")
        }
    }

    /// The name that BoringSSL gives a reason, such as `WRONG_VERSION_NUMBER`; its description carries it among other things.
    private static func code(_ error: BoringSSLInternalError) -> String {
        let tail = error.description.split(separator: ":").last { $0.contains("_") && $0.first?.isUppercase == true } ?? ""
        let name = tail.prefix { $0.isUppercase || $0.isNumber || $0 == "_" }
        return name.isEmpty ? "unknown reason" : String(name)
    }
}
