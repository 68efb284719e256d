import HawkBroker
import HawkCore
import HawkStore
import Logging

/// The state of one leadership term: the monitors, and how far their slots are emitted.
struct LeadershipTerm {
    /// A new leader emits missed slots that are at most this old, to cover a takeover. Older slots stay gaps, as after a clock
    /// jump forward.
    private static let takeover = Duration.seconds(15)

    private let engine: Engine
    private let meters: SchedulerMeters
    let lease: Lease
    private var queue: SlotQueue
    /// How far the previous term emitted.
    private let resumedFrom: Instant
    /// All slots up to this time have been emitted.
    private(set) var emittedThrough: Instant
    /// Tasks that are due at once, or that the broker did not accept yet.
    private var waiting: [EmittedTask] = []

    /// - Parameter shift: See `SlotGrid`.
    init(_ engine: Engine, lease: Lease, shift: Int = 0, meters: SchedulerMeters) {
        self.engine = engine
        self.queue = SlotQueue(shift: shift)
        self.lease = lease
        self.meters = meters
        let now = engine.clock.now
        // Slots emitted in the future can only mean that this process's clock is not right yet, so begin with the present.
        let resumed = lease.emittedThrough > now + ClockSetback.tolerance ? now : lease.emittedThrough
        self.resumedFrom = resumed
        self.emittedThrough = resumed == .epoch ? now : max(resumed, now - Self.takeover)
    }

    /// Applies created, changed, paused, resumed and deleted monitors. A monitor that became effective after the previous term is
    /// checked at once.
    mutating func apply(_ changeSet: MonitorFeed.ChangeSet) {
        for change in changeSet.changes {
            if let template = change.template {
                self.apply(template, atOnce: !changeSet.isFirst || template.effectiveAt > self.resumedFrom)
            } else {
                self.queue.remove(change.monitor)
            }
        }
        self.meters.monitors(self.queue.count)
    }

    /// Emits all slots within the next second, and the checks that are due at once.
    mutating func emit() async {
        let now = self.engine.clock.now
        let through = max(now + SchedulerService.ahead, self.emittedThrough)
        var tasks = self.waiting
        for (template, slot) in self.queue.due(through: through, after: now - Self.takeover) {
            tasks += template.tasks(at: slot, epoch: self.lease.epoch)
        }
        self.waiting = []
        if !tasks.isEmpty {
            do {
                try await self.engine.broker.emit(tasks)
                self.meters.emitted(tasks.count)
                self.engine.troubles.end(.emitting)
            } catch {
                self.requeue(tasks, error)
            }
        }
        self.emittedThrough = through
    }

    /// Keeps tasks that the broker did not accept, as long as they may still start. Older ones become gaps.
    private mutating func requeue(_ tasks: [EmittedTask], _ error: any Error) {
        let now = self.engine.clock.now
        self.waiting = tasks.filter { now < $0.slot + $0.interval }
        self.meters.lost(tasks.count - self.waiting.count)
        self.engine.troubles.record(.emitting, error, metadata: ["tasks.count": "\(tasks.count)"])
    }

    private mutating func apply(_ template: TaskTemplate, atOnce: Bool) {
        guard self.queue.put(template, after: self.emittedThrough), atOnce else { return }
        self.waiting += template.tasks(at: self.engine.clock.now, epoch: self.lease.epoch)
    }
}
