import HawkNet
import HawkProbes
import NIOCore

/// One test whether any of some addresses accepts a connection. All are dialled at once, and the first success is enough.
// SAFETY: confined to the wheel's event loop.
final class ConnectivityRound: @unchecked Sendable {
    private let addresses: [HostAndPort]
    private let resolver: NameResolver
    private let timeout: TimeAmount
    private let wheel: TimerWheel
    private let promise: EventLoopPromise<Bool>
    private var races: [ConnectRace] = []
    private var outstanding: Int
    private var timer: TimerWheel.Token?
    private var isOver = false

    /// - Parameter addresses: At least one.
    init(_ addresses: [HostAndPort], resolver: NameResolver, timeout: TimeAmount, on wheel: TimerWheel) {
        self.addresses = addresses
        self.resolver = resolver
        self.timeout = timeout
        self.wheel = wheel
        self.promise = wheel.eventLoop.makePromise()
        self.outstanding = addresses.count
    }

    func start() -> EventLoopFuture<Bool> {
        let deadline = NIODeadline.now() + self.timeout
        self.timer = self.wheel.schedule(at: deadline) { self.end(false) }
        for address in self.addresses { self.resolve(address, until: deadline) }
        return self.promise.futureResult
    }

    private func resolve(_ address: HostAndPort, until deadline: NIODeadline) {
        self.resolver.resolve(address.host, fresh: false, deadline: deadline, on: self.wheel).whenComplete { outcome in
            guard !self.isOver else { return }
            switch outcome {
            case .success(let found): self.dial(found, address)
            case .failure: self.lose()
            }
        }
    }

    private func dial(_ found: Resolution, _ address: HostAndPort) {
        let race = ConnectRace(
            to: found.addresses, port: address.port, name: address.canonical, timeout: self.timeout + .seconds(1), on: self.wheel
        )
        self.races.append(race)
        race.start(awaitsMore: found.rest != nil) { outcome in
            switch outcome {
            case .success(let wire):
                wire.close()
                self.end(true)
            case .failure: self.lose()
            }
        }
        found.rest?.whenSuccess { race.add($0) }
    }

    private func lose() {
        self.outstanding -= 1
        if self.outstanding == 0 { self.end(false) }
    }

    private func end(_ isReached: Bool) {
        guard !self.isOver else { return }
        self.isOver = true
        self.timer.map(self.wheel.cancel)
        for race in self.races { race.cancel() }
        self.promise.succeed(isReached)
    }
}
