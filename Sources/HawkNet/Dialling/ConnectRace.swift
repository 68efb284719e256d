package import NIOCore
import NIOPosix

/// Connects to the first of a name's addresses that answers, the families by turns: each next one is tried when one fails, or after
/// 250 ms without an answer. Happy Eyeballs, RFC 8305, with our own order of addresses.
// SAFETY: confined to the wheel's event loop.
package final class ConnectRace: @unchecked Sendable {
    private static let attemptDelay: TimeAmount = .milliseconds(250)

    private let name: String
    private let wheel: TimerWheel
    private let timeout: TimeAmount
    private let promise: EventLoopPromise<Wire>
    private var waiting: ArraySlice<Endpoint>
    private var running: [Wire] = []
    private var failures: [ConnectFailure] = []
    private var timer: TimerWheel.Token?
    private var isOver = false

    /// - Parameters:
    ///   - addresses: at least one; judged already.
    ///   - name: how messages call the target, with its port.
    ///   - timeout: bounds each connection; the owner cancels the race at its own deadline.
    package init(to addresses: [IPAddress], port: Int, name: String, timeout: TimeAmount, on wheel: TimerWheel) {
        self.name = name
        self.wheel = wheel
        self.timeout = timeout
        self.promise = wheel.eventLoop.makePromise()
        self.waiting = addresses.interleaved.map { Endpoint(ip: $0, port: port) }[...]
    }

    /// - Returns: the winner, connected; fails with `TargetFailure` or `RunnerFault` when no address could be connected to.
    package func start() -> EventLoopFuture<Wire> {
        self.tryNext()
        return self.promise.futureResult
    }

    /// Closes everything and fails; does nothing when the race is over.
    package func cancel() { self.end(.failure(ChannelError.alreadyClosed)) }

    private func tryNext() {
        self.timer.map(self.wheel.cancel)
        self.timer = nil
        guard let endpoint = self.waiting.popFirst() else { return }
        if !self.waiting.isEmpty {
            self.timer = self.wheel.schedule(at: .now() + Self.attemptDelay) { self.tryNext() }
        }
        self.connect(to: endpoint)
    }

    private func connect(to endpoint: Endpoint) {
        let wire = Wire(to: endpoint, on: self.wheel.eventLoop)
        self.running.append(wire)
        // Without options: each is several futures, and TCP_NODELAY is set anyhow.
        ClientBootstrap(group: self.wheel.eventLoop)
            .connectTimeout(self.timeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(wire) }
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
        guard !self.isOver else { return wire.close() }
        self.end(.success(wire))
    }

    private func lost(by wire: Wire, _ error: any Error) {
        self.running.removeAll { $0 === wire }
        guard !self.isOver else { return }
        self.failures.append(ConnectFailure(wire.endpoint, error))
        if !self.waiting.isEmpty {
            self.tryNext()
        } else if self.running.isEmpty {
            self.end(.failure(ConnectFailure.verdict(self.failures, on: self.name)))
        }
    }

    private func end(_ result: Result<Wire, any Error>) {
        guard !self.isOver else { return }
        self.isOver = true
        self.timer.map(self.wheel.cancel)
        let losers = self.running
        self.running = []
        for loser in losers { loser.close() }
        self.promise.completeWith(result)
    }
}
