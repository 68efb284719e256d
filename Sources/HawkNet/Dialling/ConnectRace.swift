package import NIOCore
import NIOPosix

/// Connects to the first of a name's addresses that answers, the families by turns: each next one is tried when one fails, or after
/// 250 ms without an answer. Happy Eyeballs, RFC 8305, with our own order of addresses.
// SAFETY: confined to the wheel's event loop.
package final class ConnectRace: @unchecked Sendable {
    private static let attemptDelay: TimeAmount = .milliseconds(250)

    private let name: String
    private let port: Int
    private let wheel: TimerWheel
    private let timeout: TimeAmount
    private let meter: (any InboundMeter)?
    /// nil: it is over.
    private var finish: ((Result<Wire, any Error>) -> Void)?
    private var waiting: ArraySlice<IPAddress>
    private var awaitsMore = false
    private var running: [Wire] = []
    private var failures: [ConnectFailure] = []
    private var lastTry = NIODeadline.now()
    private var timer: TimerWheel.Token?

    /// - Parameters:
    ///   - addresses: at least one; judged already.
    ///   - name: how messages call the target, with its port.
    ///   - timeout: bounds each connection; the owner cancels the race at its own deadline.
    ///   - meter: counts what is received; nil: whoever connects closes at once.
    package init(
        to addresses: [IPAddress], port: Int, name: String, timeout: TimeAmount, on wheel: TimerWheel,
        meter: (any InboundMeter)? = nil
    ) {
        self.name = name
        self.port = port
        self.wheel = wheel
        self.timeout = timeout
        self.meter = meter
        self.waiting = addresses.interleaved[...]
    }

    /// - Parameters:
    ///   - awaitsMore: whether `add` follows: until then a failure of all addresses is not the end.
    ///   - finish: is given the winner, connected, or `TargetFailure` or `RunnerFault` when no address could be connected to; never
    ///     once the race was cancelled.
    package func start(awaitsMore: Bool = false, _ finish: @escaping (Result<Wire, any Error>) -> Void) {
        self.awaitsMore = awaitsMore
        self.finish = finish
        self.tryNext()
    }

    /// The addresses that became known since: the last ones, or none. They wait their turn.
    /// - Parameter addresses: judged already.
    package func add(_ addresses: [IPAddress]) {
        guard self.finish != nil else { return }
        self.awaitsMore = false
        self.waiting += addresses
        if self.running.isEmpty { return self.goOn() }
        if self.timer == nil, !self.waiting.isEmpty { self.schedule(at: self.lastTry + Self.attemptDelay) }
    }

    /// Closes everything; does nothing when the race is over.
    package func cancel() { _ = self.end() }

    private func tryNext() {
        self.timer.map(self.wheel.cancel)
        self.timer = nil
        guard let address = self.waiting.popFirst() else { return }
        self.lastTry = .now()
        if !self.waiting.isEmpty { self.schedule(at: self.lastTry + Self.attemptDelay) }
        self.connect(to: Endpoint(ip: address, port: self.port))
    }

    private func schedule(at due: NIODeadline) {
        self.timer = self.wheel.schedule(at: due) { self.tryNext() }
    }

    private func connect(to endpoint: Endpoint) {
        let wire = Wire(to: endpoint, on: self.wheel.eventLoop, meter: self.meter)
        self.running.append(wire)
        // Without options: each is several futures, and TCP_NODELAY is set anyhow.
        ClientBootstrap(group: self.wheel.eventLoop)
            .connectTimeout(self.timeout)
            .channelInitializer { channel in
                do {
                    try channel.pipeline.syncOperations.addHandler(wire)
                    return channel.eventLoop.makeSucceededVoidFuture()
                } catch {
                    return channel.eventLoop.makeFailedFuture(error)
                }
            }
            .connect(to: endpoint.ip.socketAddress(port: endpoint.port))
            .whenComplete { result in
                switch result {
                case .success: self.won(by: wire)
                case .failure(let error): self.lost(by: wire, error)
                }
            }
    }

    private func won(by wire: Wire) {
        self.running.removeAll { $0 === wire }
        guard let finish = self.end() else { return wire.close() }
        finish(.success(wire))
    }

    private func lost(by wire: Wire, _ error: any Error) {
        self.running.removeAll { $0 === wire }
        guard self.finish != nil else { return }
        self.failures.append(ConnectFailure(wire.endpoint, error))
        self.goOn()
    }

    /// After a failure, or with new addresses.
    private func goOn() {
        if !self.waiting.isEmpty { return self.tryNext() }
        guard self.running.isEmpty, !self.awaitsMore else { return }
        self.end()?(.failure(ConnectFailure.verdict(self.failures, on: self.name)))
    }

    /// - Returns: whom to tell how it ended; nil: it was over.
    private func end() -> ((Result<Wire, any Error>) -> Void)? {
        guard let finish = self.finish else { return nil }
        self.finish = nil
        self.timer.map(self.wheel.cancel)
        let losers = self.running
        self.running = []
        for loser in losers { loser.close() }
        return finish
    }
}
