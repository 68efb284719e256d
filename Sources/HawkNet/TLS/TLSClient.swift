import HawkCore
package import NIOCore
import NIOSSL
import Synchronization

/// The client side of TLS for all probes. It keeps one context for each identity and offer and one verifier for each trust, because
/// creating them takes milliseconds.
package final class TLSClient: Sendable {
    private struct ContextKey: Hashable {
        let identity: ClientIdentity?
        let protocols: [String]
    }

    /// Monitors come and go. Entries that are dropped beyond this number are created again when needed.
    private static let capacity = 256

    private let trust: TLSTrust
    private let contexts = Mutex<[ContextKey: NIOSSLContext]>([:])
    private let verifiers: Mutex<[TLSTrust: CertificateVerifier]>

    /// - Parameter trust: the default trust, if the options have none.
    /// - Throws: if the trusted certificates cannot be read.
    package init(trust: TLSTrust) throws {
        self.trust = trust
        self.verifiers = Mutex([trust: try CertificateVerifier(trust: trust)])
    }

    /// Starts TLS on the connection without verifying its certificate. The server's bytes after the handshake are held until the
    /// connection is released.
    /// - Parameters:
    ///   - host: sent as the server name, unless it is an address.
    ///   - finish: called once, on the connection's event loop. Failures are `TargetFailure` or `RunnerFault`.
    package func secure(
        _ connection: TargetConnection, host: String, _ options: TLSOptions,
        _ finish: @escaping (Result<TLSSession, any Error>) -> Void
    ) {
        let handshake = TLSHandshake(host: host, showsIdentity: options.identity != nil, on: connection, finish)
        guard let channel = connection.channel else { return handshake.fail(ChannelError.alreadyClosed) }
        do {
            let handler = try NIOSSLClientHandler(
                context: try self.context(for: options), serverHostname: IPAddress(host) == nil ? host : nil,
                customVerificationCallback: { chain, promise in
                    handshake.receive(chain)
                    promise.succeed(.certificateVerified)
                })
            let held = BufferedReads()
            connection.held = held
            // The listening handlers come first: adding TLS to a connected channel starts the handshake at once.
            try channel.pipeline.syncOperations.addHandlers([handshake, held])
            try channel.pipeline.syncOperations.addHandler(handler, position: .before(handshake))
        } catch {
            handshake.fail(error)
        }
    }

    /// Verifies the certificates that a server sent.
    /// - Parameters:
    ///   - chain: DER encoded, leaf first.
    ///   - host: the name or address that the leaf must match.
    ///   - loop: the event loop of the call and of `finish`, which runs at once if the verdict is cached.
    ///   - finish: called once. A failure is a `RunnerFault`.
    /// - Returns: false if the chain must be examined, which takes about a millisecond of processor time.
    package func verify(
        _ chain: [[UInt8]], host: String, _ options: TLSOptions, on loop: any EventLoop,
        _ finish: @escaping (Result<CertificateVerdict, any Error>) -> Void
    ) -> Bool {
        do {
            let verifier = try self.verifier(for: options.trust ?? self.trust)
            if let known = verifier.known(chain, host: host) {
                finish(.success(known))
                return true
            }
            verifier.verify(chain, host: host, on: loop).assumeIsolated().whenComplete(finish)
            return false
        } catch {
            finish(.failure(error))
            return true
        }
    }

    private func verifier(for trust: TLSTrust) throws -> CertificateVerifier {
        try self.verifiers.withLock { verifiers in
            if let verifier = verifiers[trust] { return verifier }
            if verifiers.count >= Self.capacity { verifiers = verifiers.filter { $0.key == self.trust } }
            let verifier = try CertificateVerifier(trust: trust)
            verifiers[trust] = verifier
            return verifier
        }
    }

    private func context(for options: TLSOptions) throws -> NIOSSLContext {
        let key = ContextKey(identity: options.identity, protocols: options.protocols)
        return try self.contexts.withLock { contexts in
            if let context = contexts[key] { return context }
            if contexts.count >= Self.capacity { contexts.removeAll() }
            let context = try Self.makeContext(key)
            contexts[key] = context
            return context
        }
    }

    /// BoringSSL's own algorithms, and those of P-521 keys and Ed25519, which OpenSSL and browser libraries also accept.
    private static let signatures: [SignatureAlgorithm] = [
        .ecdsaSecp256R1Sha256, .rsaPssRsaeSha256, .rsaPkcs1Sha256, .ecdsaSecp384R1Sha384, .rsaPssRsaeSha384, .rsaPkcs1Sha384,
        .rsaPssRsaeSha512, .rsaPkcs1Sha512, .ecdsaSecp521R1Sha512, .ed25519, .rsaPkcs1Sha1,
    ]
    private static let curves: [NIOTLSCurve] = [.x25519_MLKEM768, .x25519, .secp256r1, .secp384r1, .secp521r1]

    private static func makeContext(_ key: ContextKey) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = key.protocols
        configuration.verifySignatureAlgorithms = Self.signatures
        configuration.curves = Self.curves
        // Our own callback receives the chain even if it is invalid (with `.none` it would not be called). The chain is verified
        // afterwards, so that a bad certificate also has evidence and a reason.
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([])
        if let identity = key.identity {
            do {
                configuration.certificateChain = try identity.chain.map { .certificate($0) }
                configuration.privateKey = .privateKey(try identity.privateKey)
            } catch {
                throw RunnerFault("the client certificate of this check, or its key, cannot be read")
            }
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
