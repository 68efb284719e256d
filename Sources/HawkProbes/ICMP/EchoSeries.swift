import HawkCore
import HawkNet
import NIOCore

/// The echoes of one attempt. The first goes to each address in turn until one answers; the others go to the one that did.
// SAFETY: confined to the attempt's event loop.
final class EchoSeries: @unchecked Sendable {
    /// How long the next address waits for the one before.
    private static let attemptDelay: TimeAmount = .milliseconds(250)
    private static let longestSpacing: TimeAmount = .milliseconds(200)
    /// How long stragglers are waited for once some echoes came back.
    private static let patience: TimeAmount = .seconds(1)

    private let host: String
    private let settings: ICMPSettings
    private let attempt: Attempt
    private let promise: EventLoopPromise<Observation>
    private var waiting: ArraySlice<IPAddress>
    private var outstanding: [EchoToken: IPAddress] = [:]
    private var failure: EchoFailure?
    private var winner: IPAddress?
    private var sent = 0
    private var roundTrips: [Duration] = []
    private var timer: TimerWheel.Token?
    private var isOver = false

    /// - Parameter addresses: at least one; judged already.
    init(_ host: String, _ addresses: [IPAddress], _ settings: ICMPSettings, in attempt: Attempt) {
        self.host = host
        self.settings = settings
        self.attempt = attempt
        self.waiting = addresses[...]
        self.promise = attempt.eventLoop.makePromise()
    }

    func start() -> EventLoopFuture<Observation> {
        self.attempt.waiting = .answer(from: self.host)
        self.attempt.lastWord = { self.roundTrips.isEmpty ? nil : self.observation }
        self.attempt.whenOver { self.end(.failure(TargetFailure(.timeout, "no answer from \(self.host)"))) }
        self.tryNext()
        return self.promise.futureResult
    }

    private func tryNext() {
        self.cancelTimer()
        while !self.isOver, let address = self.waiting.popFirst() {
            do {
                try self.send(to: address)
                if !self.waiting.isEmpty { self.schedule(in: Self.attemptDelay) { self.tryNext() } }
                return
            } catch {
                self.note(error)
            }
        }
        if self.outstanding.isEmpty { self.giveUp() }
    }

    private func send(to address: IPAddress) throws(EchoFailure) {
        let loop = self.attempt.eventLoop
        // The token is known before the loop gets to run the completion: this runs on it.
        let box = NIOLoopBoundBox<EchoToken?>(nil, eventLoop: loop)
        let token = try self.attempt.environment.pinger.send(to: address, payload: self.settings.packetSize) { outcome in
            loop.execute { if let token = box.value { self.take(outcome, token) } }
        }
        box.value = token
        self.outstanding[token] = address
    }

    private func take(_ outcome: Pinger.Outcome, _ token: EchoToken) {
        guard !self.isOver, let address = self.outstanding.removeValue(forKey: token) else { return }
        switch outcome {
        case .reply(let roundTrip): self.take(roundTrip, from: address)
        case .unreachable:
            self.note(.unreachable)
            if self.winner != nil {
                self.concludeWhenComplete()
            } else if self.waiting.isEmpty || self.outstanding.isEmpty {
                self.tryNext()
            }
        }
    }

    private func take(_ roundTrip: Duration, from address: IPAddress) {
        if self.winner == nil {
            self.winner = address
            self.attempt.evidence.peer = address.description
            self.waiting = []
            self.sent = 1
            self.attempt.environment.pinger.forget(self.outstanding.keys)
            self.outstanding = [:]
            self.roundTrips.append(roundTrip)
            return self.sendMore()
        }
        self.roundTrips.append(roundTrip)
        self.concludeWhenComplete()
    }

    private func sendMore() {
        self.cancelTimer()
        guard let winner = self.winner, self.sent < self.settings.packets else { return self.concludeWhenComplete() }
        // A packet that cannot be sent any more counts as lost, like one that is.
        do { try self.send(to: winner) } catch { self.note(error) }
        self.sent += 1
        let remaining = self.attempt.deadline - .now()
        let spacing = min(Self.longestSpacing, .nanoseconds(remaining.nanoseconds / Int64(2 * self.settings.packets)))
        let more = self.sent < self.settings.packets
        self.schedule(in: more ? spacing : Self.patience) { if more { self.sendMore() } else { self.conclude() } }
    }

    private func concludeWhenComplete() {
        if self.sent >= self.settings.packets && self.outstanding.isEmpty { self.conclude() }
    }

    private func conclude() { self.end(.success(self.observation)) }

    private func giveUp() {
        switch self.failure {
        case .ours(let fault): self.end(.failure(fault))
        case .noRoute: self.end(.failure(RunnerFault("this machine has no route to \(self.host)")))
        case .unreachable, nil: self.end(.failure(TargetFailure(.unreachable, "there is no route to \(self.host)")))
        }
    }

    /// Keeps the failure that explains most: ours voids the attempt, a missing route says the least.
    private func note(_ failure: EchoFailure) {
        switch (self.failure, failure) {
        case (nil, _), (.noRoute, _), (_, .ours): self.failure = failure
        default: break
        }
    }

    /// Up, with the mean round trip as its latency: what came before the first packet is the name servers' time.
    private var observation: Observation {
        var observation = self.attempt.conclude(.up)
        observation.latency = self.roundTrips.reduce(.zero, +) / max(self.roundTrips.count, 1)
        return observation
    }

    private func end(_ result: Result<Observation, any Error>) {
        guard !self.isOver else { return }
        self.isOver = true
        self.cancelTimer()
        self.attempt.lastWord = nil
        self.attempt.environment.pinger.forget(self.outstanding.keys)
        self.promise.completeWith(result)
    }

    private func schedule(in delay: TimeAmount, _ action: @escaping () -> Void) {
        self.timer = self.attempt.wheel.schedule(at: .now() + delay, action)
    }

    private func cancelTimer() {
        self.timer.map(self.attempt.wheel.cancel)
        self.timer = nil
    }
}
