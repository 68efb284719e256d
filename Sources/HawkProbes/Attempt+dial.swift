import HawkCore
package import HawkNet
package import NIOCore

/// What a dial that the deadline overtook ends with; nobody waits for it any more.
private struct AttemptIsOver: Error {}

extension Attempt {
    /// Resolves and connects: every address judged by the policy, both families tried.
    /// - Returns: fails with `TargetFailure` or `RunnerFault`.
    package func dial(_ host: String, _ port: Int) -> EventLoopFuture<Wire> {
        let name = IPAddress(host)?.description(port: port) ?? "\(host):\(port)"
        return self.resolve(host, port: port).flatMap { self.connect(to: $0, port, name) }
    }

    /// The addresses of a host that may be dialled; an address stands for itself.
    /// - Parameter port: nil where there are no ports.
    /// - Returns: fails with `TargetFailure` or `RunnerFault`.
    package func resolve(_ host: String, port: Int?) -> EventLoopFuture<[IPAddress]> {
        if let address = IPAddress(host) {
            // Nobody is asked, and nothing awaited.
            do {
                return self.eventLoop.makeSucceededFuture(try self.admit([address], port: port, host: host))
            } catch {
                return self.eventLoop.makeFailedFuture(error)
            }
        }
        let asked = NIODeadline.now()
        self.waiting = .addresses(of: host)
        let fresh = self.freshLookup || !self.reach.dnsCache
        return self.environment.resolver
            .resolve(host, family: self.reach.ipVersion.family, fresh: fresh, deadline: self.deadline, on: self.wheel)
            .flatMapThrowing { addresses in
                self.spend(\.dns, since: asked)
                return try self.admit(addresses, port: port, host: host)
            }
    }

    private func admit(_ addresses: [IPAddress], port: Int?, host: String) throws(TargetFailure) -> [IPAddress] {
        self.evidence.addresses = addresses.prefix(16).map(\.description)
        let admitted = try self.environment.policy.admit(addresses, port: port, host: host)
        return try self.reach.select(admitted, of: host)
    }

    /// Makes a connection a TLS connection, judges its certificate, and believes it or fails.
    /// - Parameters:
    ///   - host: what was dialled; the settings may name another for the certificate.
    ///   - protocols: to offer (ALPN), the preferred one first.
    /// - Returns: fails with `TargetFailure` or `RunnerFault`; nothing may be sent before it succeeds.
    package func secure(
        _ wire: Wire, host: String, _ settings: TLSSettings, offering protocols: [String] = []
    ) -> EventLoopFuture<TLSSession> {
        let began = NIODeadline.now()
        let name = settings.serverName ?? host
        let options = settings.options(offering: protocols)
        self.waiting = .handshake(with: host)
        let secured = self.eventLoop.makePromise(of: TLSSession.self)
        self.environment.tls.secure(wire, host: name, options).flatMap { session in
            self.spend(\.tls, since: began)
            self.evidence.tlsVersion = session.version
            return self.judge(session, name, options, isVerified: settings.isVerified)
        }.whenComplete { result in
            // Whoever waits for it adds handlers meanwhile, and hears from the first byte on.
            secured.completeWith(result)
            wire.release()
        }
        return secured.futureResult
    }

    private func connect(to addresses: [IPAddress], _ port: Int, _ name: String) -> EventLoopFuture<Wire> {
        guard !self.isOver else { return self.eventLoop.makeFailedFuture(AttemptIsOver()) }
        let began = NIODeadline.now()
        self.waiting = .connection(to: name)
        // The alarm comes first: at the deadline it is the attempt that explains the failure.
        let patience = self.deadline - began + .seconds(1)
        let race = ConnectRace(to: addresses, port: port, name: name, timeout: patience, on: self.wheel)
        self.whenOver { race.cancel() }
        return race.start().map { wire in
            self.spend(\.connect, since: began)
            self.evidence.peer = wire.endpoint.description
            self.whenOver { wire.close() }
            return wire
        }
    }

    private func judge(
        _ session: TLSSession, _ host: String, _ options: TLSOptions, isVerified: Bool
    ) -> EventLoopFuture<TLSSession> {
        self.waiting = .judgement(of: host)
        let judged = self.environment.tls.judge(session, host: host, options, on: self.eventLoop).flatMapThrowing { verdict in
            self.evidence.certificates = verdict.certificates
            let chain = CertificateChain(
                verdict.certificates, problem: verdict.problem?.message, host: host, firstToExpire: verdict.firstToExpire)
            self.chain = chain?.orWorse(self.chain) ?? self.chain
            if isVerified, let problem = verdict.problem { throw problem }
            return session
        }
        // Where nothing depends on the verdict, its absence does no harm either.
        return isVerified ? judged : judged.flatMapErrorThrowing { _ in session }
    }
}
