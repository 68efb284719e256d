import HawkCore
package import HawkNet
import NIOCore

extension Attempt: InboundMeter {
    private static let evidenceAddresses = 16
    /// Of a chain that is not known, in nanoseconds.
    private static let judgementCost: Int64 = 1_000_000

    /// Resolves and connects: every address judged by the policy, both families tried.
    /// - Parameter then: called with the connection; what goes wrong ends the attempt.
    package func dial(_ place: HostAndPort, _ then: @escaping (TargetConnection) -> Void) {
        // The connection before this one is closed.
        self.leavePlaces()
        self.resolve(place.host, port: place.port) { self.connect(to: $0, place, then) }
    }

    /// Finds the addresses of a host that may be dialled; an address stands for itself.
    /// - Parameters:
    ///   - port: nil where there are no ports.
    ///   - then: called with them; what goes wrong ends the attempt.
    package func resolve(_ host: String, port: Int?, _ then: @escaping (Resolution) -> Void) {
        // Nobody is asked, and nothing awaited.
        if let address = IPAddress(host) { return self.admit(Resolution([address]), port: port, host: host, then) }
        let asked = NIODeadline.now()
        self.deadlineReason = .addresses(of: host)
        let fresh = self.freshLookup || !self.dialOptions.dnsCache
        self.environment.resolver
            .resolve(host, family: self.dialOptions.ipVersion.family, fresh: fresh, deadline: self.deadline, on: self.wheel)
            .assumeIsolated().whenComplete { result in
                guard !self.isOver else { return }
                switch result {
                case .success(let resolution):
                    self.spend(.dns, since: asked)
                    self.admit(resolution, port: port, host: host, then)
                case .failure(let error): self.fail(error)
                }
            }
    }

    private func admit(_ found: Resolution, port: Int?, host: String, _ then: @escaping (Resolution) -> Void) {
        self.evidence.addresses = found.addresses.prefix(Self.evidenceAddresses).map(\.description)
        let admitted: [IPAddress]
        do {
            let judged = try self.environment.policy.admit(found.addresses, port: port, host: host)
            admitted = try self.dialOptions.select(judged, of: host)
        } catch {
            guard let rest = found.rest else { return self.fail(error) }
            // The other family's may be dialled all the same.
            return rest.assumeIsolated().whenSuccess { others in
                if !self.isOver { self.admit(Resolution(found.addresses + others), port: port, host: host, then) }
            }
        }
        then(Resolution(admitted, rest: found.rest))
    }

    /// Of addresses that became known later: those that may be dialled.
    func admit(late addresses: [IPAddress], port: Int?, host: String) -> [IPAddress] {
        self.evidence.addresses += addresses.prefix(Self.evidenceAddresses - self.evidence.addresses.count).map(\.description)
        return addresses.filter { self.environment.policy.judge(ip: $0, port: port, host: host) == nil }
    }

    /// Makes a connection a TLS connection, judges its certificate, and believes it.
    /// - Parameters:
    ///   - host: what was dialled; the settings may name another for the certificate.
    ///   - protocols: to offer (ALPN), the preferred one first.
    ///   - then: called when something may be sent; what goes wrong ends the attempt.
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
                self.deadlineReason = .judgement(of: name)
                self.judge(session.chain, name, options, isVerified: settings.isVerified) {
                    then(session)
                    // Whoever listens from now on hears from the first byte on.
                    connection.release()
                }
            case .failure(let failure as TargetFailure) where failure.reason == .certificateInvalid && !settings.isVerified:
                // The library refuses it in the handshake, and NIOSSL has no option against that.
                self.fail(RunnerFault("\(failure.message), so the target cannot be checked from here"))
            case .failure(let error) where connection.peerCertificates.isEmpty: self.fail(error)
            case .failure(let error):
                // For the evidence alone: it broke for another reason.
                self.onDeadline = { .failure(error) }
                self.judge(connection.peerCertificates, name, options, isVerified: false) { self.fail(error) }
            }
        }
    }

    private func connect(to resolution: Resolution, _ place: HostAndPort, _ then: @escaping (TargetConnection) -> Void) {
        let began = NIODeadline.now()
        let paused = self.time.paused
        self.deadlineReason = .connection(to: place.canonical)
        self.dialled = place.canonical
        // The alarm comes first: at the deadline it is the attempt that explains the failure.
        let timeout = self.time.latest - began + .seconds(1)
        let race = ConnectRace(
            to: resolution.addresses, port: place.port, name: place.canonical, timeout: timeout, meter: self,
            limits: self.owner == nil ? nil : self, on: self.wheel)
        self.whenOver {
            if race.isHeldBack { self.isPartial = true }
            race.cancel()
        }
        if resolution.rest != nil {
            // Of the other addresses nothing will be known any more then.
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

    /// Ends the attempt of a target that sends without end.
    package func receive(_ bytes: Int) -> Bool {
        self.received += bytes
        guard self.received > TargetConnection.maxReceived else { return true }
        var statusCode: Int?
        // Leaves the traces of what came so far.
        if case .failure(let failure as TargetFailure)? = self.onDeadline?() { statusCode = failure.statusCode }
        let message = "\(self.dialled) sent more than \(TargetConnection.maxReceivedWords) in one check"
        self.fail(TargetFailure(.tooLarge, message, statusCode: statusCode))
        return false
    }

    private func judge(
        _ shown: [[UInt8]], _ host: String, _ options: TLSOptions, isVerified: Bool, _ then: @escaping () -> Void
    ) {
        // Beside the event loop, and so at a flat rate.
        let isKnown = self.environment.tls.judge(shown, host: host, options, on: self.eventLoop) { result in
            guard !self.isOver else { return }
            switch result {
            case .success(let verdict):
                self.evidence.certificates = verdict.certificates
                let chain = CertificateChain(
                    verdict.certificates, problem: verdict.problem?.message, host: host, firstToExpire: verdict.firstToExpire)
                self.chain = chain?.orWorse(self.chain) ?? self.chain
                if isVerified, let problem = verdict.problem { self.fail(problem) } else { then() }
            // Where nothing depends on the verdict, its absence does no harm either.
            case .failure(let error): if isVerified { self.fail(error) } else { then() }
            }
        }
        if !isKnown { self.charge(Self.judgementCost) }
    }
}
