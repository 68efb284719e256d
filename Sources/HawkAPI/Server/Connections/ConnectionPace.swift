import NIOCore

/// Decides when a client's connection is closed because the client does not get on. Pure: it is told what happens, and when.
struct ConnectionPace {
    /// Why a connection is closed.
    enum Fault: String, CaseIterable {
        /// No request came for too long.
        case idle
        /// A request's head was not complete in time.
        case slowHead = "slow_head"
        case slowBody = "slow_body"
        /// A request's body goes on after its answer.
        case endlessBody = "endless_body"
        /// The client does not take its answer.
        case slowReader = "slow_reader"
    }

    struct Limits: Sendable {
        /// For a request's head, from its first byte; for the first one, from the connection's start.
        var head = TimeAmount.seconds(10)
        /// Between two requests.
        var idle = TimeAmount.seconds(60)
        /// For a request's body before its rate counts.
        var bodyGrace = TimeAmount.seconds(30)
        /// For a request's body in any case.
        var bodyMax = TimeAmount.minutes(5)
        /// The most bytes of a body that are read behind the answer to its request. A client that sends first and reads then gets an
        /// answer that refuses its body only when the rest is read.
        var maxBehindAnswer = 1_024 * 1_024
        /// In bytes per second, of bodies and of answers that wait to be taken.
        var minRate = 500
        /// Over which an answer's rate is measured.
        var answerWindow = TimeAmount.seconds(30)
    }

    enum Verdict: Equatable {
        case close(Fault)
        case checkAgain(NIODeadline)
    }

    /// How far the next request has come.
    private enum Phase {
        case none(since: NIODeadline)
        case head(since: NIODeadline)
        case body(since: NIODeadline, bytes: Int)
    }

    private let limits: Limits
    private var phase: Phase
    /// Requests whose answer has not been written.
    private var unanswered = 0
    /// Of the body that is being read, since its request was answered; nil: it was not.
    private var behindAnswer: Int?
    private var written = 0
    /// When it was first seen that an answer waits to be taken, and how much the client had taken by then; nil: none waits.
    private var window: (since: NIODeadline, taken: Int)?

    init(_ limits: Limits = Limits(), openedAt now: NIODeadline) {
        self.limits = limits
        self.phase = .head(since: now)
    }

    /// - Returns: the fault for which to close at once.
    @discardableResult
    mutating func read(bytes: Int, at now: NIODeadline) -> Fault? {
        switch self.phase {
        case .none: self.phase = .head(since: now)
        case .head: break
        case .body(let since, let before):
            self.phase = .body(since: since, bytes: before + bytes)
            guard let behind = self.behindAnswer else { break }
            self.behindAnswer = behind + bytes
            if behind + bytes > self.limits.maxBehindAnswer { return .endlessBody }
        }
        return nil
    }

    mutating func readHead(at now: NIODeadline) {
        self.unanswered += 1
        self.behindAnswer = nil
        self.phase = .body(since: now, bytes: 0)
    }

    mutating func readEnd(at now: NIODeadline) { self.phase = .none(since: now) }

    /// What has come is no request. The connection is to end soon.
    mutating func refused(at now: NIODeadline) { self.phase = .head(since: now) }

    mutating func wrote(bytes: Int) { self.written += bytes }

    mutating func answered(at now: NIODeadline) {
        self.unanswered = max(self.unanswered - 1, 0)
        guard self.unanswered == 0 else { return }
        switch self.phase {
        case .none: self.phase = .none(since: now)
        // What a client sends ahead is read only now.
        case .head: self.phase = .head(since: now)
        case .body: self.behindAnswer = 0
        }
    }

    /// - Parameter pending: bytes written that the client has not taken.
    mutating func check(at now: NIODeadline, pending: Int) -> Verdict {
        guard self.keepsTaking(now, pending) else { return .close(.slowReader) }
        let isAnswering = self.unanswered > 0 || pending > 0
        switch self.phase {
        case .body(let since, let bytes):
            let earned = TimeAmount.milliseconds(Int64(bytes) * 1_000 / Int64(self.limits.minRate))
            return self.verdict(now, since + min(self.limits.bodyGrace + earned, self.limits.bodyMax), .slowBody)
        case .none(let since):
            guard isAnswering else { return self.verdict(now, since + self.limits.idle, .idle) }
            // The time between requests begins when the answer is taken.
            self.phase = .none(since: now)
        case .head(let since):
            guard isAnswering else { return self.verdict(now, since + self.limits.head, .slowHead) }
        }
        return .checkAgain(now + self.limits.answerWindow)
    }

    private mutating func keepsTaking(_ now: NIODeadline, _ pending: Int) -> Bool {
        let taken = self.written - pending
        guard pending > 0, let window = self.window else {
            self.window = pending > 0 ? (now, taken) : nil
            return true
        }
        guard now >= window.since + self.limits.answerWindow else { return true }
        self.window = (now, taken)
        let seconds = Int(self.limits.answerWindow.nanoseconds / 1_000_000_000)
        return taken - window.taken >= self.limits.minRate * seconds
    }

    private func verdict(_ now: NIODeadline, _ end: NIODeadline, _ fault: Fault) -> Verdict {
        now >= end ? .close(fault) : .checkAgain(end)
    }
}
