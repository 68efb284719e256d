import HawkCore
import HawkNet
package import HawkProbes
import Logging
package import NIOCore
import Synchronization

/// Whether this runner reaches any of the addresses that its operator named. Asked when something fails that may be the network's
/// fault, so that a runner that is cut off does not report the world down.
///
/// Only an answer that was asked for after a failure speaks for it. Whoever asks meanwhile waits for the next, so that there is
/// one question at a time, however much fails.
package final class Connectivity: Sendable {
    /// Told where it is lost.
    static let sentence =
        "this runner cannot reach any address of STATUSHAWK_CONNECTIVITY_CHECK"
    /// From the start of one question to the start of the next.
    private static let spacing: TimeAmount = .milliseconds(250)
    /// In time for a second SYN where the first was lost.
    private static let timeout: TimeAmount = .seconds(3)
    private static let beat = Duration.seconds(5)

    private struct State {
        var callers: [EventLoopPromise<Bool>] = []
        var isBusy = false
        var askedAt: NIODeadline?
    }

    private let addresses: [HostAndPort]
    private let environment: ProbeEnvironment
    private let home: any EventLoop
    private let engine: Engine
    private let gauge: Gauge
    private let state: NIOLoopBoundBox<State>
    private let isLostNow = Atomic(false)

    /// - Parameters:
    ///   - addresses: any one that accepts a connection is enough; no target policy judges them.
    ///   - home: an event loop of the environment's.
    package init(_ addresses: [HostAndPort], on home: any EventLoop, in environment: ProbeEnvironment, _ engine: Engine) {
        self.addresses = addresses
        self.environment = environment
        self.home = home
        self.engine = engine
        self.gauge = Self.gauge(engine.metrics)
        self.state = .makeBoxSendingValue(State(), eventLoop: home)
    }

    static func gauge(_ metrics: Metrics) -> Gauge {
        metrics.gauge(
            "statushawk_runner_connected",
            "1 if the last connectivity check reached an address of STATUSHAWK_CONNECTIVITY_CHECK, otherwise 0; 1 if none is set."
        )
    }

    /// - Returns: on `loop`, whether none of them can be reached now; never fails.
    func isLost(on loop: any EventLoop) -> EventLoopFuture<Bool> {
        self.home.flatSubmit {
            let promise = self.home.makePromise(of: Bool.self)
            self.state.value.callers.append(promise)
            self.proceed()
            return promise.futureResult
        }.hop(to: loop)
    }

    /// Asks at the start, and again and again while it is lost, so that its return is noticed whatever is checked. Until cancelled.
    func watch() async {
        var isFirst = true
        while !Task.isCancelled {
            // The future never fails.
            if isFirst || self.isLostNow.load(ordering: .relaxed) { _ = try? await self.isLost(on: self.home).get() }
            isFirst = false
            try? await Task.sleep(for: Self.beat)  // the loop's condition ends it when cancelled
        }
    }

    private func proceed() {
        guard !self.state.value.isBusy, !self.state.value.callers.isEmpty else { return }
        self.state.value.isBusy = true
        let next = self.state.value.askedAt.map { $0 + Self.spacing } ?? .now()
        if next <= .now() { return self.ask() }
        self.environment.wheel(of: self.home).schedule(at: next) { self.ask() }
    }

    private func ask() {
        let callers = self.state.value.callers
        self.state.value.callers = []
        self.state.value.askedAt = .now()
        let round = ConnectivityRound(
            self.addresses, resolver: self.environment.resolver, timeout: Self.timeout,
            on: self.environment.wheel(of: self.home))
        round.start().assumeIsolated().whenSuccess { isReached in
            self.state.value.isBusy = false
            self.note(isReached)
            for promise in callers { promise.succeed(!isReached) }
            self.proceed()
        }
    }

    private func note(_ isReached: Bool) {
        self.isLostNow.store(!isReached, ordering: .relaxed)
        self.gauge.set(isReached ? 1 : 0)
        if isReached {
            self.engine.troubles.end(.connectivity)
        } else {
            let addresses = self.addresses.map(\.canonical).joined(separator: ", ")
            self.engine.troubles.note(.connectivity, metadata: ["addresses": "\(addresses)"])
        }
    }
}
