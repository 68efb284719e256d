import NIOCore

/// Decides when to close a connection because its client is too slow. Pure: all events and times are passed in.
struct ConnectionPace {
    /// Why a connection is closed.
    enum Fault: String, CaseIterable {
        /// No request arrived for too long.
        case idle
        /// A request's head was not complete in time.
        case slowHead = "slow_head"
        case slowBody = "slow_body"
        /// The body of a request continues after the response.
        case endlessBody = "endless_body"
        /// The client does not read its response.
        case slowReader = "slow_reader"
    }

    struct Limits: Sendable {
        /// The limit for a request's head, from its first byte; for the first request, from the start of the connection.
        var head = TimeAmount.seconds(10)
        /// The limit between two requests.
        var idle = TimeAmount.seconds(60)
        /// The time for a request's body before its rate counts.
        var bodyGrace = TimeAmount.seconds(30)
        /// The limit for a request's body at any rate.
        var bodyMax = TimeAmount.minutes(5)
        /// The maximum number of body bytes read after the response. A client that sends first and reads later gets a refusal of
        /// its body only after the rest is read.
        var maxBehindAnswer = 1_024 * 1_024
        /// In bytes per second, for bodies and for unread responses.
        var minRate = 500
        /// The window over which a response's rate is measured.
        var answerWindow = TimeAmount.seconds(30)
    }

    enum Verdict: Equatable {
        case close(Fault)
        case checkAgain(NIODeadline)
    }

    /// How much of the next request has arrived.
    private enum Phase {
        case none(since: NIODeadline)
        case head(since: NIODeadline)
        case body(since: NIODeadline, bytes: Int)
    }

    private let limits: Limits
    private var phase: Phase
    /// Requests whose response has not been written.
    private var unanswered = 0
    /// Bytes of the current body read since its response. Nil if its request has no response yet.
    private var behindAnswer: Int?
    private var written = 0
    /// When an unread response was first seen, and how much the client had read by then. Nil if none is unread.
    private var window: (since: NIODeadline, bytesRead: Int)?

    init(_ limits: Limits = Limits(), openedAt now: NIODeadline) {
        self.limits = limits
        self.phase = .head(since: now)
    }

    /// - Returns: the fault if the connection must be closed at once.
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

    /// Records that the input is not a valid request. The connection must end soon.
    mutating func refused(at now: NIODeadline) { self.phase = .head(since: now) }

    mutating func wrote(bytes: Int) { self.written += bytes }

    mutating func answered(at now: NIODeadline) {
        self.unanswered = max(self.unanswered - 1, 0)
        guard self.unanswered == 0 else { return }
        switch self.phase {
        case .none: self.phase = .none(since: now)
        // Data that a client sends ahead is read only now.
        case .head: self.phase = .head(since: now)
        case .body: self.behindAnswer = 0
        }
    }

    /// - Parameter pending: the bytes written that the client has not read.
    mutating func check(at now: NIODeadline, pending: Int) -> Verdict {
        guard self.readsFastEnough(now, pending) else { return .close(.slowReader) }
        let isAnswering = self.unanswered > 0 || pending > 0
        switch self.phase {
        case .body(let since, let bytes):
            let earned = TimeAmount.milliseconds(Int64(bytes) * 1_000 / Int64(self.limits.minRate))
            return self.verdict(now, since + min(self.limits.bodyGrace + earned, self.limits.bodyMax), .slowBody)
        case .none(let since):
            guard isAnswering else { return self.verdict(now, since + self.limits.idle, .idle) }
            // The time between requests starts when the response has been read.
            self.phase = .none(since: now)
        case .head(let since):
            guard isAnswering else { return self.verdict(now, since + self.limits.head, .slowHead) }
        }
        return .checkAgain(now + self.limits.answerWindow)
    }

    private mutating func readsFastEnough(_ now: NIODeadline, _ pending: Int) -> Bool {
        let bytesRead = self.written - pending
        guard pending > 0, let window = self.window else {
            self.window = pending > 0 ? (now, bytesRead) : nil
            return true
        }
        guard now >= window.since + self.limits.answerWindow else { return true }
        self.window = (now, bytesRead)
        let seconds = Int(self.limits.answerWindow.nanoseconds / 1_000_000_000)
        return bytesRead - window.bytesRead >= self.limits.minRate * seconds
    }

    private func verdict(_ now: NIODeadline, _ end: NIODeadline, _ fault: Fault) -> Verdict {
        now >= end ? .close(fault) : .checkAgain(end)
    }
}
