package import NIOCore
import NIOPosix

/// Connects to the first of a name's addresses that answers, alternating between the families. It tries the next address after a
/// failure, or after 250 ms without an answer. Happy Eyeballs, RFC 8305, with our own order of addresses.
// SAFETY: confined to the wheel's event loop.
package final class ConnectRace: @unchecked Sendable {
    private static let attemptDelay: TimeAmount = .milliseconds(250)

    private let name: String
    private let port: Int
    private let wheel: TimerWheel
    private let timeout: TimeAmount
    private let meter: (any InboundMeter)?
    private let limits: (any DialLimits)?
    /// Nil when the race is over.
    private var finish: ((Result<TargetConnection, any Error>) -> Void)?
    private var waiting: ArraySlice<IPAddress>
    private var awaitsMore = false
    private var running: [TargetConnection] = []
    private var failures: [ConnectFailure] = []
    private var lastTry = NIODeadline.now()
    private var timer: TimerWheel.Token?
    private var awaitsPlace = false
    /// Whether an address was not tried because it had no free place.
    package private(set) var isHeldBack = false

    /// - Parameters:
    ///   - addresses: at least one, already checked against the policy.
    ///   - name: the target's name in messages, with its port.
    ///   - timeout: the limit of each connection. The owner cancels the race at its own deadline.
    ///   - meter: counts received bytes. Nil if the caller closes the connection at once.
    ///   - limits: limits on connections to one address. Nil if there are none.
    package init(
        to addresses: [IPAddress], port: Int, name: String, timeout: TimeAmount, meter: (any InboundMeter)? = nil,
        limits: (any DialLimits)? = nil, on wheel: TimerWheel
    ) {
        self.name = name
        self.port = port
        self.wheel = wheel
        self.timeout = timeout
        self.meter = meter
        self.limits = limits
        self.waiting = addresses.interleaved[...]
    }

    /// - Parameters:
    ///   - awaitsMore: whether `add` follows. Until then, the race continues even if all addresses failed.
    ///   - finish: called with the connected winner, or with `TargetFailure` or `RunnerFault` if no address could be reached.
    ///     Never called after the race was cancelled.
    package func start(awaitsMore: Bool = false, _ finish: @escaping (Result<TargetConnection, any Error>) -> Void) {
        self.awaitsMore = awaitsMore
        self.finish = finish
        self.tryNext()
    }

    /// Adds the addresses found since the start. They are the last ones and may be none. They wait their turn.
    /// - Parameter addresses: already checked against the policy.
    package func add(_ addresses: [IPAddress]) {
        guard self.finish != nil else { return }
        self.awaitsMore = false
        self.waiting += addresses
        if self.awaitsPlace { return }
        if self.running.isEmpty { return self.goOn() }
        if self.timer == nil, !self.waiting.isEmpty { self.schedule(at: self.lastTry + Self.attemptDelay) }
    }

    /// The failure of the known addresses, if all failed and more are awaited. Nil while one may still succeed.
    package var failureSoFar: (any Error)? {
        guard self.finish != nil, self.running.isEmpty, self.waiting.isEmpty, !self.failures.isEmpty else { return nil }
        return ConnectFailure.verdict(self.failures, on: self.name)
    }

    /// Closes everything. Does nothing if the race is over.
    package func cancel() { _ = self.end() }

    private func tryNext() {
        self.timer.map(self.wheel.cancel)
        self.timer = nil
        guard let first = self.waiting.first else { return }
        guard let limits = self.limits else { return self.connect(to: first, nil) }
        for address in self.waiting {
            if let place = limits.acquirePlace(at: address) { return self.connect(to: address, place) }
        }
        self.isHeldBack = true
        if !self.running.isEmpty { return self.schedule(at: .now() + Self.attemptDelay) }
        self.awaitsPlace = true
        limits.awaitPlace(at: first) { place in
            self.awaitsPlace = false
            if self.finish == nil { limits.release(place) } else { self.connect(to: first, place) }
        }
    }

    private func connect(to address: IPAddress, _ place: DialPlace?) {
        if self.waiting.first == address {
            self.waiting.removeFirst()
        } else {
            self.waiting.removeAll { $0 == address }
        }
        self.isHeldBack = self.isHeldBack && !self.waiting.isEmpty
        self.lastTry = .now()
        if !self.waiting.isEmpty { self.schedule(at: self.lastTry + Self.attemptDelay) }
        self.connect(to: Endpoint(ip: address, port: self.port), place)
    }

    private func schedule(at due: NIODeadline) {
        self.timer = self.wheel.schedule(at: due) { self.tryNext() }
    }

    private func connect(to endpoint: Endpoint, _ place: DialPlace?) {
        let connection = TargetConnection(to: endpoint, on: self.wheel.eventLoop, meter: self.meter)
        connection.place = place
        self.running.append(connection)
        // Without options: each costs several futures, and TCP_NODELAY is set anyway.
        ClientBootstrap(group: self.wheel.eventLoop)
            .connectTimeout(self.timeout)
            .channelInitializer { channel in
                do {
                    try channel.pipeline.syncOperations.addHandler(connection)
                    return channel.eventLoop.makeSucceededVoidFuture()
                } catch {
                    return channel.eventLoop.makeFailedFuture(error)
                }
            }
            .connect(to: endpoint.ip.socketAddress(port: endpoint.port))
            .whenComplete { result in
                switch result {
                case .success: self.won(by: connection)
                case .failure(let error): self.lost(by: connection, error)
                }
            }
    }

    private func won(by connection: TargetConnection) {
        guard self.finish != nil else { return connection.close() }
        self.running.removeAll { $0 === connection }
        self.end()?(.success(connection))
    }

    private func lost(by connection: TargetConnection, _ error: any Error) {
        guard self.finish != nil else { return }
        self.running.removeAll { $0 === connection }
        self.releasePlace(of: connection)
        self.failures.append(ConnectFailure(connection.endpoint, error))
        self.goOn()
    }

    /// Continues after a failure or with new addresses.
    private func goOn() {
        if !self.waiting.isEmpty { return self.tryNext() }
        guard self.running.isEmpty, !self.awaitsMore else { return }
        self.end()?(.failure(ConnectFailure.verdict(self.failures, on: self.name)))
    }

    /// - Returns: the callback for the result, or nil if the race was over.
    private func end() -> ((Result<TargetConnection, any Error>) -> Void)? {
        guard let finish = self.finish else { return nil }
        self.finish = nil
        self.isHeldBack = false
        self.timer.map(self.wheel.cancel)
        let losers = self.running
        self.running = []
        for loser in losers {
            loser.close()
            self.releasePlace(of: loser)
        }
        return finish
    }

    private func releasePlace(of connection: TargetConnection) {
        guard let place = connection.place else { return }
        connection.place = nil
        self.limits?.release(place)
    }
}
