import HawkCore
import HawkNet
import HawkProbes
import NIOCore

/// A check acquires places at addresses for its attempts and is charged for processor time, on behalf of its organization.
extension Check: AttemptOwner {
    /// The state of a check that waits for a place.
    struct Wait {
        let number: UInt64?
        let address: IPAddress
        let since = NIODeadline.now()
        /// Ends the check at the end of its interval.
        let expiry: TimerWheel.Token?
        /// Continues the attempt.
        let then: (DialPlace) -> Void
        /// A place that it already has, while it waits to continue.
        var place: DialPlace?
    }

    var isWaiting: Bool { self.wait != nil }

    func acquirePlace(at address: IPAddress) -> DialPlace? {
        self.places.acquire(address, for: self.task.organization).map { DialPlace(address: address, since: $0) }
    }

    func awaitPlace(at address: IPAddress, _ then: @escaping (DialPlace) -> Void) {
        guard self.isOnDemand || self.runner.admission.pause(RunningCheck(self.task)) else { return self.abandon(.overflowing) }
        self.waits += 1
        let (turn, loop) = (self.waits, self.context.loop)
        let receive = NIOLoopBound(
            { (since: NIODeadline) in
                self.receive(DialPlace(address: address, since: since), turn: turn)
            }, eventLoop: loop)
        let number = self.places.wait(for: address, self.task.organization, on: self.context.wheel) { since in
            loop.execute { receive.value(since) }
        }
        self.wait = Wait(number: number, address: address, expiry: self.scheduleExpiry(), then: then)
        if number == nil { self.abandon(.overflowing) }
        self.runner.serve()
    }

    /// Continues if it waits and has a place.
    func goOn() {
        guard let wait = self.wait, let place = wait.place else { return }
        self.endWait()
        wait.then(place)
    }

    func stopWaiting() {
        guard let wait = self.wait else { return }
        if let place = wait.place { self.release(place) }
        if let number = wait.number { self.places.stopWaiting(number, for: wait.address, self.task.organization) }
        self.endWait()
        if !self.isOnDemand { self.runner.admission.stopWaiting(RunningCheck(self.task)) }
    }

    func release(_ place: DialPlace) { self.places.release(place.address, since: place.since, for: self.task.organization) }

    func charge(_ nanoseconds: Int64) {
        self.charged += nanoseconds
        self.runner.admission.processor.charge(nanoseconds, to: self.task.organization, at: .now())
    }

    private func receive(_ place: DialPlace, turn: Int) {
        guard turn == self.waits, self.isWaiting else { return self.release(place) }
        self.wait?.place = place
        if self.isOnDemand { return self.goOn() }
        self.runner.admission.hasPlace(RunningCheck(self.task))
        self.runner.serve()
    }

    private func endWait() {
        guard let wait = self.wait else { return }
        self.wait = nil
        if let expiry = wait.expiry { self.context.wheel.cancel(expiry) }
        self.attemptStartedAt = self.attemptStartedAt + .nanoseconds((NIODeadline.now() - wait.since).nanoseconds)
    }

    /// Schedules the end of a check shortly before the next slot, so that a check without a result does not cover that slot.
    /// - Returns: Nil for on-demand checks, which their caller ends.
    private func scheduleExpiry() -> TimerWheel.Token? {
        if self.isOnDemand { return nil }
        let end = self.task.slot + self.task.timing.interval - .milliseconds(20)
        return self.context.wheel.schedule(at: self.context.clock.deadline(for: end)) { self.abandon(.stale) }
    }

    private var runner: RunnerLoop {
        guard let runner = self.context.runner else { preconditionFailure("a check without a runner cannot own an attempt") }
        return runner
    }

    private var places: Places<IPAddress> { self.isOnDemand ? self.runner.limits.onDemand : self.runner.limits.scheduled }
}
