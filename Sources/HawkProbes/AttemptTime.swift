import NIOCore

/// The time limit of an attempt. At the deadline, the time of the runner's stalls is added, up to a limit, so that a timeout
/// depends on the target alone.
struct AttemptTime {
    /// The meaning of an alarm.
    enum Alarm: Equatable {
        case wait(until: NIODeadline)
        /// - Parameter isGranted: whether the target had its whole timeout.
        case over(isGranted: Bool)
    }

    private let extensionLimit: TimeAmount
    private(set) var started: NIODeadline
    private(set) var deadline: NIODeadline
    /// How long the attempt has waited for places.
    private(set) var paused = TimeAmount.zero
    private var pausedAt: NIODeadline?
    /// The time that the runner had lost before the attempt, and during pauses.
    private var lostBefore = TimeAmount.zero
    private var lostAtPause = TimeAmount.zero
    /// The time added to the timeout.
    private(set) var granted = TimeAmount.zero

    init(_ timeout: TimeAmount, extensionLimit: TimeAmount, from now: NIODeadline) {
        self.extensionLimit = extensionLimit
        self.started = now
        self.deadline = now + timeout
    }

    /// The latest possible deadline.
    var latest: NIODeadline { self.deadline - self.granted + self.extensionLimit }

    var isPaused: Bool { self.pausedAt != nil }

    /// - Parameter lost: the runner's total lost time.
    mutating func begin(lost: TimeAmount) { self.lostBefore = lost }

    mutating func pause(at now: NIODeadline, lost: TimeAmount) {
        guard self.pausedAt == nil else { return }
        self.pausedAt = now
        self.lostAtPause = lost
    }

    /// - Returns: false if it was not paused.
    mutating func resume(at now: NIODeadline, lost: TimeAmount) -> Bool {
        guard let pausedAt = self.pausedAt else { return false }
        self.pausedAt = nil
        let pause = now - pausedAt
        self.paused = self.paused + pause
        self.started = self.started + pause
        self.deadline = self.deadline + pause
        self.lostBefore = self.lostBefore + (lost - self.lostAtPause)
        return true
    }

    /// Handles the deadline.
    mutating func ring(lost: TimeAmount) -> Alarm {
        let lost = lost - self.lostBefore
        let grant = min(lost, self.extensionLimit)
        guard grant > self.granted else { return .over(isGranted: self.granted == lost) }
        self.deadline = self.deadline + (grant - self.granted)
        self.granted = grant
        return .wait(until: self.deadline)
    }
}
