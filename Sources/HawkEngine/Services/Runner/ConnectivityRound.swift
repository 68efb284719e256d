import HawkNet
import HawkProbes
import NIOCore

/// One question whether any of some addresses accepts a connection: all are asked at once, and the first that answers is enough.
// SAFETY: confined to the wheel's event loop.
final class ConnectivityRound: @unchecked Sendable {
    private struct IsOver: Error {}

    private let addresses: [HostAndPort]
    private let resolver: NameResolver
    private let patience: TimeAmount
    private let wheel: TimerWheel
    private let promise: EventLoopPromise<Bool>
    private var races: [ConnectRace] = []
    private var outstanding: Int
    private var timer: TimerWheel.Token?
    private var isOver = false

    /// - Parameter addresses: one at least.
    init(_ addresses: [HostAndPort], resolver: NameResolver, patience: TimeAmount, on wheel: TimerWheel) {
        self.addresses = addresses
        self.resolver = resolver
        self.patience = patience
        self.wheel = wheel
        self.promise = wheel.eventLoop.makePromise()
        self.outstanding = addresses.count
    }

    func start() -> EventLoopFuture<Bool> {
        let deadline = NIODeadline.now() + self.patience
        self.timer = self.wheel.schedule(at: deadline) { self.end(false) }
        for address in self.addresses { self.ask(address, until: deadline) }
        return self.promise.futureResult
    }

    private func ask(_ address: HostAndPort, until deadline: NIODeadline) {
        self.resolver.resolve(address.host, fresh: false, deadline: deadline, on: self.wheel).flatMap { found in
            guard !self.isOver else { return self.wheel.eventLoop.makeFailedFuture(IsOver()) }
            let race = ConnectRace(
                to: found, port: address.port, name: address.canonical, timeout: self.patience + .seconds(1), on: self.wheel)
            self.races.append(race)
            return race.start()
        }.whenComplete { (outcome: Result<Wire, any Error>) in
            self.outstanding -= 1
            switch outcome {
            case .success(let wire):
                wire.close()
                self.end(true)
            case .failure: if self.outstanding == 0 { self.end(false) }
            }
        }
    }

    private func end(_ isReached: Bool) {
        guard !self.isOver else { return }
        self.isOver = true
        self.timer.map(self.wheel.cancel)
        for race in self.races { race.cancel() }
        self.promise.succeed(isReached)
    }
}
