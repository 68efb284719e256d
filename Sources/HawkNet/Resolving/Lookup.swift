import HawkCore
import NIOCore

/// One DNS lookup. Waits for the answers of both families, or of the one that is needed, and combines them. If one family is
/// late, the other is returned first and the rest later.
// SAFETY: confined to the wheel's event loop.
final class Lookup: @unchecked Sendable {
    /// How long to wait for the other family's addresses when some are known (RFC 8305, section 3).
    private static let resolutionDelay: TimeAmount = .milliseconds(50)

    private let name: HostName
    private let needed: IPAddress.Family?
    private let wheel: TimerWheel
    private let remember: ([IPAddress], Int) -> Void
    private let promise: EventLoopPromise<Resolution>
    private var rest: EventLoopPromise<[IPAddress]>?
    private var v4: NameAnswer?
    private var v6: NameAnswer?
    private var timer: TimerWheel.Token?
    private var isOver = false

    /// - Parameters:
    ///   - needed: the required family, or nil for either.
    ///   - remember: called with the addresses and their lifetime in seconds once both families are known.
    init(
        _ name: HostName, needing needed: IPAddress.Family?, wheel: TimerWheel, remember: @escaping ([IPAddress], Int) -> Void
    ) {
        self.name = name
        self.needed = needed
        self.wheel = wheel
        self.remember = remember
        self.promise = wheel.eventLoop.makePromise()
    }

    /// - Parameter isFresh: whether to share no query in progress.
    func start(on thread: ResolverThread, isFresh: Bool, deadline: NIODeadline) -> EventLoopFuture<Resolution> {
        self.timer = self.wheel.schedule(at: deadline) { self.conclude() }
        let loop = self.wheel.eventLoop
        thread.send(
            [IPAddress.Family.v6, .v4].map { family in
                .addresses(
                    .init(name: self.name.text, family: family, isFresh: isFresh) { answer in
                        loop.execute { self.receive(answer, of: family) }
                    })
            })
        return self.promise.futureResult
    }

    private func receive(_ answer: NameAnswer, of family: IPAddress.Family) {
        switch family {
        case .v4: self.v4 = answer
        case .v6: self.v6 = answer
        }
        if let v4 = self.v4, let v6 = self.v6 {
            self.learn(v4, v6)
            self.rest?.succeed(answer.addresses)
            self.conclude()
        } else if let needed = self.needed {
            if needed == family { self.conclude() }
        } else if !answer.addresses.isEmpty, !self.isOver {
            self.timer.map(self.wheel.cancel)
            self.timer = self.wheel.schedule(at: .now() + Self.resolutionDelay) { self.conclude() }
        }
    }

    private func learn(_ answers: NameAnswer...) {
        var lifetime = ResolverCache.maxSeconds
        for case .addresses(_, let ttl) in answers { lifetime = min(lifetime, ttl) }
        for case .fault in answers { lifetime = 0 }
        self.remember((self.v6?.addresses ?? []) + (self.v4?.addresses ?? []), lifetime)
    }

    private func conclude() {
        guard !self.isOver else { return }
        self.isOver = true
        self.timer.map(self.wheel.cancel)
        let silence = NameAnswer.fault("did not answer in time")
        let (v6, v4) = (self.v6 ?? silence, self.v4 ?? silence)
        switch self.needed {
        case nil: self.conclude(v6.addresses + v4.addresses, orBy: self.failure(of: v6, v4))
        case .v6: self.conclude(v6.addresses, orBy: self.failure(of: v6))
        case .v4: self.conclude(v4.addresses, orBy: self.failure(of: v4))
        }
    }

    private func conclude(_ addresses: [IPAddress], orBy failure: @autoclosure () -> any Error) {
        guard !addresses.isEmpty else { return self.promise.fail(failure()) }
        if self.needed == nil, self.v4 == nil || self.v6 == nil { self.rest = self.wheel.eventLoop.makePromise() }
        self.promise.succeed(Resolution(addresses, rest: self.rest?.futureResult))
    }

    /// Returns the error for a missing address. A name that does not exist has no records of any type. Otherwise, only the
    /// answers of both families together prove that there is no address.
    private func failure(of answers: NameAnswer...) -> any Error {
        if answers.contains(.noName) { return TargetFailure(.dns, "the name \(self.name) does not exist") }
        for case .fault(let what) in answers { return RunnerFault("the name servers \(what), asked for \(self.name)") }
        guard let needed = self.needed else { return TargetFailure(.dns, "the name \(self.name) has no address") }
        return TargetFailure(.dns, "\(self.name) has no \(needed == .v4 ? "IPv4" : "IPv6") address")
    }
}
