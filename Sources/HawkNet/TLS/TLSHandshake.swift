import HawkCore
import NIOCore
import NIOSSL
import NIOTLS

/// Waits above the TLS handler for the end of the handshake. Explains its failure and later failures of the connection.
// SAFETY: confined to the channel's event loop.
final class TLSHandshake: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: TargetConnection
    private let trouble: TLSTrouble
    /// Nil when it is over.
    private var finish: ((Result<TLSSession, any Error>) -> Void)?
    private var chain: [NIOSSLCertificate] = []

    init(
        host: String, showsIdentity: Bool, on connection: TargetConnection,
        _ finish: @escaping (Result<TLSSession, any Error>) -> Void
    ) {
        self.connection = connection
        self.trouble = TLSTrouble(host: host, showsIdentity: showsIdentity)
        self.finish = finish
    }

    func receive(_ chain: [NIOSSLCertificate]) { self.chain = chain }

    func fail(_ error: any Error) {
        // A certificate that cannot be encoded cannot be verified either.
        self.connection.peerCertificates = (try? self.chain.map { try $0.toDERBytes() }) ?? []
        let fault = error as? RunnerFault ?? MachineFault.found(in: error, with: self.trouble.host)
        self.end(.failure(fault ?? self.trouble.inHandshake(error, hasSeenCertificate: !self.chain.isEmpty)))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let chosen)? = event as? TLSUserEvent {
            let version = try? context.pipeline.syncOperations.nioSSL_tlsVersion()
            self.end(
                Result {
                    TLSSession(
                        chain: try self.chain.map { try $0.toDERBytes() }, negotiatedProtocol: chosen, version: version?.name)
                })
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard self.finish != nil else {
            // A TLS 1.3 server refuses a client only after the handshake, possibly before any handler above is ready.
            if let failure = self.trouble.afterHandshake(error) { self.connection.failure = failure }
            return context.fireErrorCaught(error)
        }
        self.fail(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end(.failure(self.trouble.closedEarly))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.end(.failure(self.trouble.closedEarly)) }

    /// - Parameter result: not evaluated if the handshake is over, because every connection end calls this again.
    private func end(_ result: @autoclosure () -> Result<TLSSession, any Error>) {
        guard let finish = self.finish else { return }
        self.finish = nil
        finish(result())
    }
}

extension TLSVersion {
    fileprivate var name: String {
        switch self {
        case .tlsv1: "TLSv1.0"
        case .tlsv11: "TLSv1.1"
        case .tlsv12: "TLSv1.2"
        case .tlsv13: "TLSv1.3"
        }
    }
}
