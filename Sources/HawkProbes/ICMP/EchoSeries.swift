import HawkCore
import HawkNet
import NIOCore

/// The echoes of one attempt. Several addresses are tried in turn until one answers. From then on, only that one counts.
// SAFETY: confined to the attempt's event loop.
final class EchoSeries: @unchecked Sendable {
    /// How long the next address waits for the previous one.
    private static let attemptDelay: TimeAmount = .milliseconds(250)
    /// The minimum wait for late echoes after some have returned, or twice the longest round trip if that is more.
    private static let minStragglerWait: TimeAmount = .seconds(1)

    private let host: String
    private let settings: ICMPSettings
    private let attempt: Attempt
    private let pinger: Pinger
    private let loop: EchoLoop
    /// The addresses that may answer. Only one after it has answered.
    private var addresses: [IPAddress]
    private var awaitsMore = false
    private var echoes: [Echo] = []
    private var resent = 0
    private var timer: TimerWheel.Token?
    private var isOver = false

    /// - Parameter addresses: at least one, already checked against the policy.
    init(_ host: String, _ addresses: [IPAddress], _ settings: ICMPSettings, in attempt: Attempt) {
        self.host = host
        self.addresses = addresses
        self.settings = settings
        self.attempt = attempt
        self.pinger = attempt.environment.pinger
        self.loop = self.pinger.loop(of: attempt.eventLoop)
        self.echoes.reserveCapacity(settings.packets)
    }

    /// - Parameter awaitsMore: whether `add` follows. Until then, the series continues even if no address answers.
    func start(awaitsMore: Bool) {
        self.awaitsMore = awaitsMore
        self.attempt.deadlineReason = .answer(from: self.host)
        self.attempt.onDeadline = { self.verdict }
        self.attempt.whenOver { self.end(.failure(TargetFailure(.timeout, "no answer from \(self.host)"))) }
        self.sendNext()
    }

    /// Adds the addresses found since the start. They are the last ones and may be none.
    /// - Parameter addresses: already checked against the policy.
    func add(_ addresses: [IPAddress]) {
        guard !self.isOver else { return }
        self.awaitsMore = false
        // After one has answered, only that one counts.
        guard self.attempt.evidence.peer == nil else { return }
        self.addresses += addresses
        if addresses.isEmpty { self.settle() } else { self.sendNext() }
    }

    private func sendNext() {
        self.cancelTimer()
        while !self.isOver, let address = self.nextAddress {
            do {
                let token = try self.loop.send(to: address, payload: self.settings.packetSize, for: self, through: self.pinger)
                self.echoes.append(Echo(address: address, token: token))
                if self.nextAddress != nil { self.schedule(in: self.spacing) { self.sendNext() } }
                return self.settle()
            } catch .ours(let fault) {
                return self.end(.failure(fault))
            } catch {
                self.drop(address)
            }
        }
        self.settle()
    }

    /// The address with the fewest echoes. Nil if each has had the number of packets in the settings.
    private var nextAddress: IPAddress? {
        if self.addresses.count == 1 { return self.echoes.count < self.settings.packets ? self.addresses[0] : nil }
        guard let address = self.addresses.min(by: { self.count(to: $0) < self.count(to: $1) }) else { return nil }
        return self.count(to: address) < self.settings.packets ? address : nil
    }

    private func count(to address: IPAddress) -> Int {
        self.echoes.count { $0.address == address }
    }

    /// The time between echoes. It is limited so that the last echo also has half of the time to return.
    private var spacing: TimeAmount {
        let left = max((self.attempt.deadline - .now()).nanoseconds, 0)
        let wanted = self.addresses.count > 1 ? Self.attemptDelay : .milliseconds(self.settings.packetIntervalMs)
        return min(wanted, .nanoseconds(left / Int64(2 * self.addresses.count * self.settings.packets)))
    }

    /// Ends when all echoes are sent and none is outstanding, or the wait for them is over.
    private func settle() {
        guard !self.isOver, self.nextAddress == nil, !self.awaitsMore || self.attempt.evidence.peer != nil else { return }
        guard self.echoes.contains(where: \.isAwaited) else { return self.end(self.verdict) }
        guard self.timer == nil, let longest = self.echoes.compactMap(\.roundTrip).max() else { return }
        self.awaitStragglers(for: max(Self.minStragglerWait, .nanoseconds(longest.microseconds * 2_000)))
    }

    /// Stalls of the runner extend the wait.
    private func awaitStragglers(for time: TimeAmount) {
        let before = self.attempt.wheel.lostTime
        self.schedule(in: time) {
            let lost = self.attempt.wheel.lostTime - before
            if lost > .zero { self.awaitStragglers(for: lost) } else { self.end(self.verdict) }
        }
    }

    /// Continues without an address.
    private func drop(_ address: IPAddress) { self.retain { $0 != address } }

    private func retain(_ isRetained: (IPAddress) -> Bool) {
        self.addresses.removeAll { !isRetained($0) }
        for echo in self.echoes where !isRetained(echo.address) { self.loop.forget(echo.token) }
        self.echoes.removeAll { !isRetained($0.address) }
    }

    /// The present result. Outstanding echoes count as lost.
    private var verdict: Result<Observation, any Error> {
        EchoEvaluation(self.host, self.echoes, self.settings, in: self.attempt).verdict
    }

    private func end(_ result: Result<Observation, any Error>) {
        guard !self.isOver else { return }
        self.isOver = true
        self.cancelTimer()
        self.attempt.onDeadline = nil
        for echo in self.echoes where echo.isAwaited { self.loop.forget(echo.token) }
        self.attempt.end(result)
    }

    private func schedule(in delay: TimeAmount, _ action: @escaping () -> Void) {
        self.timer = self.attempt.wheel.schedule(at: .now() + delay) {
            self.timer = nil
            action()
        }
    }

    private func cancelTimer() {
        self.timer.map(self.attempt.wheel.cancel)
        self.timer = nil
    }
}

extension EchoSeries: EchoWaiter {
    func receive(_ outcome: EchoOutcome, of token: EchoToken) {
        guard !self.isOver, let index = self.echoes.firstIndex(where: { $0.token == token }) else { return }
        switch outcome {
        case .reply(let roundTrip):
            self.echoes[index].fate = .returned(roundTrip)
            self.choose(self.echoes[index].address)
        case .report(let report) where report.kind == .tooBig && self.resent < self.settings.packets:
            // The kernel now knows the path MTU and will send fragments.
            self.resent += 1
            self.echoes.remove(at: index)
            return self.sendNext()
        case .report(let report):
            self.echoes[index].fate = .reported(report)
        case .failed(.ours(let fault)):
            return self.end(.failure(fault))
        case .failed(.noRoute):
            self.drop(self.echoes[index].address)
        case .failed(.unreachable):
            self.echoes[index].fate = .refused
        }
        // An untried address need not wait for one that failed.
        if let next = self.nextAddress, self.count(to: next) == 0 { return self.sendNext() }
        self.settle()
    }

    private func choose(_ address: IPAddress) {
        guard self.attempt.evidence.peer == nil else { return }
        self.attempt.evidence.peer = address.description
        guard self.addresses.count > 1 else { return }
        self.retain { $0 == address }
        self.cancelTimer()
        if self.nextAddress != nil { self.schedule(in: self.spacing) { self.sendNext() } }
    }
}
