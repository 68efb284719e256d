package import NIOCore
import NIOSSL

/// The client side of TLS, shared by all probes: one context, since each costs milliseconds to make.
package final class TLSClient: Sendable {
    private let context: NIOSSLContext
    /// Says whether to believe the certificates that a handshake brought.
    package let judge: CertificateJudge

    /// - Throws: when the trusted certificates cannot be read.
    package init(trust: TLSTrust) throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // Our own callback sees the chain whatever is wrong with it (with `.none` it would not be asked), and the chain is judged
        // afterwards, so that evidence and a reason exist for a bad certificate too.
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([])
        self.context = try NIOSSLContext(configuration: configuration)
        self.judge = try CertificateJudge(trust: trust)
    }

    /// Makes the connection a TLS connection, without judging its certificate.
    /// - Parameter host: sent as the server's name, unless it is an address.
    /// - Returns: fails with `TargetFailure`.
    package func secure(_ wire: Wire, host: String) -> EventLoopFuture<TLSSession> {
        let handshake = TLSHandshake(host: host, on: wire.eventLoop)
        guard let channel = wire.channel else {
            handshake.fail(ChannelError.alreadyClosed)
            return handshake.result
        }
        do {
            let handler = try NIOSSLClientHandler(
                context: self.context, serverHostname: IPAddress(host) == nil ? host : nil,
                customVerificationCallback: { chain, promise in
                    handshake.take(chain)
                    promise.succeed(.certificateVerified)
                })
            // The one that listens first: adding TLS to a connected channel begins the handshake at once.
            try channel.pipeline.syncOperations.addHandler(handshake)
            try channel.pipeline.syncOperations.addHandler(handler, position: .before(handshake))
        } catch {
            handshake.fail(error)
        }
        return handshake.result
    }
}
