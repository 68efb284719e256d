import HawkCore
import HawkNet
package import HawkProbes
import Logging
package import NIOCore
import Synchronization

/// Tests whether this runner reaches any of the addresses that its operator configured. Queried after a failure that the network
/// may have caused, so that a disconnected runner does not report all targets as down.
///
/// Only a test that began after a failure is evidence for it. Callers during a test wait for the next one, so only one test runs
/// at a time.
package final class Connectivity: Sendable {
    /// The message of checks while connectivity is lost.
    static let sentence =
        "this runner cannot reach any address of STATUSHAWK_CONNECTIVITY_CHECK"
    /// From the start of one test to the start of the next.
    private static let spacing: TimeAmount = .milliseconds(250)
    /// Enough for a second SYN if the first one was lost.
    private static let timeout: TimeAmount = .seconds(3)
    private static let beat = Duration.seconds(5)

    private struct State {
        var callers: [EventLoopPromise<Bool>] = []
        var isBusy = false
        var testedAt: NIODeadline?
    }

    private let addresses: [HostAndPort]
    private let environment: ProbeEnvironment
    private let home: any EventLoop
    private let engine: Engine
    private let gauge: Gauge
    private let state: NIOLoopBoundBox<State>
    private let isLostNow = Atomic(false)

    /// - Parameters:
    ///   - addresses: One that accepts a connection is enough. The target policy does not apply.
    ///   - home: An event loop of the environment.
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

    /// - Returns: On `loop`, whether no address can be reached now. Never fails.
    func isLost(on loop: any EventLoop) -> EventLoopFuture<Bool> {
        self.home.flatSubmit {
            let promise = self.home.makePromise(of: Bool.self)
            self.state.value.callers.append(promise)
            self.proceed()
            return promise.futureResult
        }.hop(to: loop)
    }

    /// Tests at the start, and repeatedly while connectivity is lost, so that its return is noticed. Runs until cancelled.
    func watch() async {
        for await round in PeriodicLoop(every: Self.beat) where round == 0 || self.isLostNow.load(ordering: .relaxed) {
            // The future never fails.
            _ = try? await self.isLost(on: self.home).get()
        }
    }

    private func proceed() {
        guard !self.state.value.isBusy, !self.state.value.callers.isEmpty else { return }
        self.state.value.isBusy = true
        let next = self.state.value.testedAt.map { $0 + Self.spacing } ?? .now()
        if next <= .now() { return self.test() }
        self.environment.wheel(of: self.home).schedule(at: next) { self.test() }
    }

    private func test() {
        let callers = self.state.value.callers
        self.state.value.callers = []
        self.state.value.testedAt = .now()
        let round = ConnectivityRound(
            self.addresses, resolver: self.environment.resolver, timeout: Self.timeout,
            on: self.environment.wheel(of: self.home))
        round.start().assumeIsolated().whenSuccess { isReached in
            self.state.value.isBusy = false
            self.record(isReached)
            for promise in callers { promise.succeed(!isReached) }
            self.proceed()
        }
    }

    private func record(_ isReached: Bool) {
        self.isLostNow.store(!isReached, ordering: .relaxed)
        self.gauge.set(isReached ? 1 : 0)
        if isReached {
            self.engine.troubles.end(.connectivity)
        } else {
            let addresses = self.addresses.map(\.canonical).joined(separator: ", ")
            self.engine.troubles.record(.connectivity, metadata: ["addresses": "\(addresses)"])
        }
    }
}
