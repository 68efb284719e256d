import HawkBroker
import HawkCore
import HawkStore
import Logging

/// The time during which one scheduler leads: its monitors, and how far their slots are emitted.
struct LeadershipTerm {
    /// A new leader makes up for slots at most this old: a takeover. What is older stays a gap, as it does where the clock was set
    /// forward.
    private static let takeover = Duration.seconds(15)

    private let engine: Engine
    private let meters: SchedulerMeters
    let lease: Lease
    private var queue: SlotQueue
    /// How far the reign before came.
    private let resumedFrom: Instant
    /// Every slot up to here has been emitted.
    private(set) var emittedThrough: Instant
    /// Due at once, or not taken by the broker so far.
    private var waiting: [EncodedTask] = []

    /// - Parameter shift: see `SlotGrid`.
    init(_ engine: Engine, lease: Lease, shift: Int = 0, meters: SchedulerMeters) {
        self.engine = engine
        self.queue = SlotQueue(shift: shift)
        self.lease = lease
        self.meters = meters
        let now = engine.clock.now
        // Emitted further than the present can only mean that this process's clock is not right yet: begin with the present.
        let resumed = lease.emittedThrough > now + ClockSetback.tolerance ? now : lease.emittedThrough
        self.resumedFrom = resumed
        self.emittedThrough = resumed == .epoch ? now : max(resumed, now - Self.takeover)
    }

    /// Follows what was created, changed, paused, resumed or deleted. A monitor that became effective after the reign before is
    /// checked at once.
    mutating func take(_ news: MonitorFeed.News) {
        for change in news.changes {
            if let template = change.template {
                self.take(template, atOnce: !news.isFirst || template.effectiveAt > self.resumedFrom)
            } else {
                self.queue.remove(change.monitor)
            }
        }
        self.meters.monitors(self.queue.count)
    }

    /// Emits every slot that comes within the next second, and the checks that are due at once.
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
                self.keep(tasks, error)
            }
        }
        self.emittedThrough = through
    }

    /// What the broker did not take is offered again while it may still be started; what is older stays a gap.
    private mutating func keep(_ tasks: [EncodedTask], _ error: any Error) {
        let now = self.engine.clock.now
        self.waiting = tasks.filter { now < $0.slot + $0.interval }
        self.meters.lost(tasks.count - self.waiting.count)
        self.engine.troubles.note(.emitting, error, metadata: ["tasks.count": "\(tasks.count)"])
    }

    private mutating func take(_ template: TaskTemplate, atOnce: Bool) {
        guard self.queue.put(template, after: self.emittedThrough), atOnce else { return }
        self.waiting += template.tasks(at: self.engine.clock.now, epoch: self.lease.epoch)
    }
}
