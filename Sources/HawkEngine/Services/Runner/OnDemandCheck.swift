import HawkBroker
import HawkCore
import HawkNet
import NIOCore

/// A request for an on-demand check.
struct OnDemandOrder: Sendable {
    let task: CheckTask
    /// After this time, the caller no longer waits.
    let deadline: NIODeadline
    let requester: CallerPresence

    /// The latest start with which the longest possible check ends in time.
    var latestStart: NIODeadline { self.deadline - .microseconds(self.task.timing.maxCheckDuration.microseconds) - .seconds(1) }
}

/// An on-demand check. It waits for a place, runs, and ends early if its caller no longer waits. Confined to one event loop.
final class OnDemandCheck {
    enum End: Sendable {
        case checked(CheckResult)
        /// It did not start, or ended early, because of too many other checks.
        case busy(String)
        case failed(any Error)
        /// The caller has gone, or the deadline has passed.
        case abandoned
    }

    private let order: OnDemandOrder
    private let runner: RunnerLoop
    private var finish: ((End) -> Void)?
    private var ticket: UInt64?
    private var heldSince: NIODeadline?
    private var check: Check?
    private var timer: TimerWheel.Token?

    /// - Parameter finish: Called once.
    init(_ order: OnDemandOrder, on runner: RunnerLoop, _ finish: @escaping (End) -> Void) {
        self.order = order
        self.runner = runner
        self.finish = finish
    }

    /// Whether it has started.
    var isRunning: Bool { self.check != nil }

    func start() {
        let loop = self.runner.context.loop
        let this = NIOLoopBound(self, eventLoop: loop)
        guard NIODeadline.now() < self.order.deadline, !self.order.requester.isGone else { return self.end(.abandoned) }
        if let since = self.reserve.acquire(.checks, for: self.organization) { return self.run(heldSince: since) }
        guard NIODeadline.now() < self.order.latestStart else { return self.end(.busy(Self.busy)) }
        self.ticket = self.reserve.wait(for: .checks, self.organization, on: self.runner.context.wheel) { since in
            loop.execute { this.value.receivePlace(since) }
        }
        guard self.ticket != nil else {
            return self.end(.busy("too many on-demand checks of your organization are already waiting"))
        }
        self.schedule(at: self.order.latestStart, .busy(Self.busy))
        self.order.requester.whenGone { loop.execute { this.value.end(.abandoned) } }
    }

    func end(_ end: End) {
        guard let finish = self.finish else { return }
        self.finish = nil
        self.cancelTimer()
        self.order.requester.whenGone {}
        if let ticket { self.reserve.stopWaiting(ticket, for: .checks, self.organization) }
        self.check?.abandon(nil)
        if let heldSince { self.reserve.release(.checks, since: heldSince, for: self.organization) }
        finish(end)
        self.runner.hasEnded(self)
    }

    private static let busy = "too many on-demand checks are running at this location; try again in a moment"
    private var organization: ID<Organization> { self.order.task.organization }
    private var reserve: Places<OnDemandReserve> { self.runner.limits.reserve }

    private func receivePlace(_ since: NIODeadline) {
        guard self.finish != nil else { return self.reserve.release(.checks, since: since, for: self.organization) }
        self.ticket = nil
        self.run(heldSince: since)
    }

    private func run(heldSince: NIODeadline) {
        self.heldSince = heldSince
        let task = self.order.task
        guard !self.runner.admission.processor.holdsBack(task.organization, at: .now()) else {
            return self.end(.busy("the checks of your organization have used up their processor time; try again in a moment"))
        }
        do {
            let check = Check(
                task, try self.runner.hooks.prepare(task), lastSuccess: self.runner.lastSuccess(of: task),
                in: self.runner.context,
                isOnDemand: true
            ) { end in
                switch end {
                case .result(let result): self.end(.checked(result))
                case .abandoned:
                    self.end(.busy("too many on-demand checks are waiting for the same address; try again in a moment"))
                }
            }
            self.check = check
        } catch {
            return self.end(.failed(error))
        }
        self.schedule(at: self.order.deadline, .abandoned)
        let this = NIOLoopBound(self, eventLoop: self.runner.context.loop)
        let loop = self.runner.context.loop
        self.order.requester.whenGone { loop.execute { this.value.end(.abandoned) } }
        self.runner.hooks.onDemand(.started)
        self.check?.attempt()
    }

    private func schedule(at due: NIODeadline, _ end: End) {
        self.cancelTimer()
        self.timer = self.runner.context.wheel.schedule(at: due) { self.end(end) }
    }

    private func cancelTimer() {
        self.timer.map(self.runner.context.wheel.cancel)
        self.timer = nil
    }
}

extension RunnerLoop {
    /// Runs a check immediately, outside the schedule, and passes the result only to `finish`.
    func check(_ order: OnDemandOrder, finish: @escaping (OnDemandCheck.End) -> Void) {
        let check = OnDemandCheck(order, on: self) { end in
            switch end {
            case .busy: self.hooks.onDemand(.refused)
            case .abandoned: self.hooks.onDemand(.abandoned)
            case .checked, .failed: break
            }
            finish(end)
        }
        guard !self.admission.isDraining else { return check.end(.busy("this runner is stopping")) }
        self.onDemand[ObjectIdentifier(check)] = check
        check.start()
    }

    func hasEnded(_ check: OnDemandCheck) {
        self.onDemand[ObjectIdentifier(check)] = nil
        if self.admission.isDraining { self.serve() }
    }
}
