import HawkCore
package import HawkNet
import NIOCore

extension Attempt: InboundMeter {
    private static let evidenceAddresses = 16
    /// The cost of verifying an unknown chain, in nanoseconds.
    private static let verificationCost: Int64 = 1_000_000

    /// Resolves and connects. The policy evaluates every address, and both families are tried.
    /// - Parameter then: called with the connection. A failure ends the attempt.
    package func dial(_ place: HostAndPort, _ then: @escaping (TargetConnection) -> Void) {
        // The previous connection is closed.
        self.releasePlaces()
        self.resolve(place.host, port: place.port) { self.connect(to: $0, place, then) }
    }

    /// Finds the addresses of a host that may be connected to. An address resolves to itself.
    /// - Parameters:
    ///   - port: nil for protocols without ports.
    ///   - then: called with the addresses. A failure ends the attempt.
    package func resolve(_ host: String, port: Int?, _ then: @escaping (Resolution) -> Void) {
        // No query is sent, so there is nothing to wait for.
        if let address = IPAddress(host) { return self.admit(Resolution([address]), port: port, host: host, then) }
        let queriedAt = NIODeadline.now()
        self.deadlineReason = .addresses(of: host)
        let fresh = self.freshLookup || !self.dialOptions.dnsCache
        self.environment.resolver
            .resolve(host, family: self.dialOptions.ipVersion.family, fresh: fresh, deadline: self.deadline, on: self.wheel)
            .assumeIsolated().whenComplete { result in
                guard !self.isOver else { return }
                switch result {
                case .success(let resolution):
                    self.spend(.dns, since: queriedAt)
                    self.admit(resolution, port: port, host: host, then)
                case .failure(let error): self.fail(error)
                }
            }
    }

    private func admit(_ found: Resolution, port: Int?, host: String, _ then: @escaping (Resolution) -> Void) {
        self.evidence.addresses = found.addresses.prefix(Self.evidenceAddresses).map(\.description)
        let admitted: [IPAddress]
        do {
            let permitted = try self.environment.policy.admit(found.addresses, port: port, host: host)
            admitted = try self.dialOptions.select(permitted, of: host)
        } catch {
            guard let rest = found.rest else { return self.fail(error) }
            // The addresses of the other family may still be permitted.
            return rest.assumeIsolated().whenSuccess { others in
                if !self.isOver { self.admit(Resolution(found.addresses + others), port: port, host: host, then) }
            }
        }
        then(Resolution(admitted, rest: found.rest))
    }

    /// Returns those of the late addresses that may be connected to.
    func admit(late addresses: [IPAddress], port: Int?, host: String) -> [IPAddress] {
        self.evidence.addresses += addresses.prefix(Self.evidenceAddresses - self.evidence.addresses.count).map(\.description)
        return addresses.filter { self.environment.policy.refusal(of: $0, port: port, host: host) == nil }
    }

    /// Starts TLS on a connection and verifies its certificate.
    /// - Parameters:
    ///   - host: the host that was connected to. The settings may name another one for the certificate.
    ///   - protocols: the protocols to offer (ALPN), in order of preference.
    ///   - then: called when data may be sent. A failure ends the attempt.
    package func secure(
        _ connection: TargetConnection, host: String, _ settings: TLSSettings, offering protocols: [String] = [],
        _ then: @escaping (TLSSession) -> Void
    ) {
        let began = NIODeadline.now()
        let name = settings.serverName ?? host
        let options = settings.options(offering: protocols)
        self.deadlineReason = .handshake(with: host)
        if self.owner != nil { connection.measure = { [weak self] work in self?.metered(work) ?? work() } }
        self.environment.tls.secure(connection, host: name, options) { result in
            connection.measure = nil
            guard !self.isOver else { return }
            switch result {
            case .success(let session):
                self.spend(.tls, since: began)
                self.evidence.tlsVersion = session.version
                self.deadlineReason = .verification(of: name)
                self.verify(session.chain, name, options, isVerified: settings.verifyTLS) {
                    then(session)
                    // The handlers added by `then` receive every byte.
                    connection.release()
                }
            case .failure(let failure as TargetFailure) where failure.reason == .certificateInvalid && !settings.verifyTLS:
                // The library refuses it in the handshake, and NIOSSL has no option to prevent that.
                self.fail(RunnerFault("\(failure.message), so the target cannot be checked from here"))
            case .failure(let error) where connection.peerCertificates.isEmpty: self.fail(error)
            case .failure(let error):
                // Verified only for the evidence: the handshake broke for another reason.
                self.onDeadline = { .failure(error) }
                self.verify(connection.peerCertificates, name, options, isVerified: false) { self.fail(error) }
            }
        }
    }

    private func connect(to resolution: Resolution, _ place: HostAndPort, _ then: @escaping (TargetConnection) -> Void) {
        let began = NIODeadline.now()
        let paused = self.time.paused
        self.deadlineReason = .connection(to: place.canonical)
        self.dialled = place.canonical
        // The alarm comes first, because only the attempt can explain the failure at the deadline.
        let timeout = self.time.latest - began + .seconds(1)
        let race = ConnectRace(
            to: resolution.addresses, port: place.port, name: place.canonical, timeout: timeout, meter: self,
            limits: self.owner == nil ? nil : self, on: self.wheel)
        self.whenOver {
            if race.isHeldBack { self.isPartial = true }
            race.cancel()
        }
        if resolution.rest != nil {
            // At the deadline, the other addresses are still unknown.
            self.onDeadline = { race.failureSoFar.map { .failure($0) } }
        }
        race.start(awaitsMore: resolution.rest != nil) { result in
            self.onDeadline = nil
            switch result {
            case .success(let connection):
                self.spend(.connect, since: began + (self.time.paused - paused))
                if let held = connection.place { self.places.append(held) }
                self.evidence.peer = connection.endpoint.description
                self.whenOver { connection.close() }
                then(connection)
            case .failure(let error): self.fail(error)
            }
        }
        resolution.rest?.assumeIsolated().whenSuccess { addresses in
            if !self.isOver { race.add(self.admit(late: addresses, port: place.port, host: place.host)) }
        }
    }

    /// Ends an attempt whose target sends without end.
    package func receive(_ bytes: Int) -> Bool {
        self.received += bytes
        guard self.received > TargetConnection.maxReceived else { return true }
        var statusCode: Int?
        // Stores the evidence received until now.
        if case .failure(let failure as TargetFailure)? = self.onDeadline?() { statusCode = failure.statusCode }
        let message = "\(self.dialled) sent more than \(TargetConnection.maxReceivedWords) in one check"
        self.fail(TargetFailure(.tooLarge, message, statusCode: statusCode))
        return false
    }

    private func verify(
        _ shown: [[UInt8]], _ host: String, _ options: TLSOptions, isVerified: Bool, _ then: @escaping () -> Void
    ) {
        // Verification runs off the event loop, so it is charged at a flat rate.
        let isKnown = self.environment.tls.verify(shown, host: host, options, on: self.eventLoop) { result in
            guard !self.isOver else { return }
            switch result {
            case .success(let verdict):
                self.evidence.certificates = verdict.certificates
                let chain = CertificateChain(
                    verdict.certificates, problem: verdict.problem?.message, host: host, firstToExpire: verdict.firstToExpire)
                self.chain = chain?.orWorse(self.chain) ?? self.chain
                if isVerified, let problem = verdict.problem { self.fail(problem) } else { then() }
            // If nothing depends on the verdict, its absence does no harm.
            case .failure(let error): if isVerified { self.fail(error) } else { then() }
            }
        }
        if !isKnown { self.charge(Self.verificationCost) }
    }
}
