import HawkCore
import HawkNet
import HawkProbes
import NIOCore

/// The part of a runner that lives on one event loop: its waiting tasks, its checks in flight.
///
/// At most one check per monitor is in flight; a slot that comes due meanwhile is covered by it.
final class RunnerLoop {
    /// What becomes of tasks and results; called on the event loop.
    struct Hooks {
        let prepare: (CheckTask) throws -> PreparedProbe
        let deliver: (CheckResult) -> Void
        /// Whether results can be taken; checks are not started otherwise.
        let isReady: () -> Bool
        let count: (RunnerCount) -> Void
        let lateness: (Duration) -> Void
    }

    private let surroundings: Check.Surroundings
    private let hooks: Hooks
    private let limit: Int
    private var inFlight: [ID<Monitor>: Instant] = [:]
    private var scheduled: Set<Key> = []
    private var checks = 0
    private var backlog: CircularBuffer<CheckTask> = []
    private var prepared: [ID<Monitor>: (revision: Int64, probe: PreparedProbe)] = [:]
    private var isDraining = false
    private var whenIdle: (() -> Void)?

    private struct Key: Hashable {
        let monitor: ID<Monitor>
        let slot: Instant
    }

    init(in surroundings: Check.Surroundings, limit: Int, hooks: Hooks) {
        self.surroundings = surroundings
        self.limit = limit
        self.hooks = hooks
    }

    /// Has the task start at its slot; one that was seen already, or that is too old, is not started.
    func accept(_ task: CheckTask) {
        let key = Key(monitor: task.monitor, slot: task.slot)
        guard !self.isDraining, self.scheduled.insert(key).inserted else { return }
        guard self.surroundings.clock.now < task.slot + task.interval else {
            self.scheduled.remove(key)
            return self.hooks.count(.stale)
        }
        _ = self.surroundings.wheel.schedule(at: self.surroundings.clock.deadline(for: task.slot)) {
            self.scheduled.remove(key)
            self.due(task)
        }
    }

    /// Checks at once, whatever else is in flight, and hands the result to `finish` alone.
    func checkNow(_ task: CheckTask, finish: @escaping (CheckResult) -> Void) throws {
        let probe = try self.hooks.prepare(task)
        self.checks += 1
        Check(task, probe, in: self.surroundings) { result in
            self.checks -= 1
            finish(result)
            self.settle()
        }.attempt()
    }

    /// Starts no more checks and calls back when those in flight have ended.
    func drain(_ whenIdle: @escaping () -> Void) {
        self.isDraining = true
        self.backlog.removeAll()
        self.whenIdle = whenIdle
        self.settle()
    }

    private func due(_ task: CheckTask) {
        guard !self.isDraining else { return }
        guard self.inFlight[task.monitor] == nil else { return self.hooks.count(.overlapping) }
        guard self.checks < self.limit, self.hooks.isReady() else { return self.backlog.append(task) }
        self.start(task)
    }

    private func start(_ task: CheckTask) {
        let now = self.surroundings.clock.now
        guard now < task.slot + task.interval else { return self.hooks.count(.stale) }
        self.hooks.lateness(now - task.slot)
        let probe: PreparedProbe
        do {
            probe = try self.probe(for: task)
        } catch {
            return self.refuse(task, at: now, "\(error)")
        }
        self.inFlight[task.monitor] = task.slot
        self.checks += 1
        self.hooks.count(.started)
        Check(task, probe, in: self.surroundings) { result in
            self.inFlight[task.monitor] = nil
            self.checks -= 1
            self.hooks.deliver(result)
            self.settle()
        }.attempt()
    }

    /// Settings that do not open or fit are a fault of ours: they were judged when they were stored.
    private func refuse(_ task: CheckTask, at now: Instant, _ message: String) {
        self.hooks.deliver(
            CheckResult(
                monitor: task.monitor, organization: task.organization, revision: task.revision, location: task.location,
                slot: task.slot,
                startedAt: now, finishedAt: now, interval: task.interval, outcome: .unknown, reason: .runner, message: message,
                latency: .zero))
    }

    private func settle() {
        while self.checks < self.limit, self.hooks.isReady(), let next = self.backlog.popFirst() {
            if self.inFlight[next.monitor] == nil { self.start(next) } else { self.hooks.count(.overlapping) }
        }
        if self.isDraining, self.checks == 0, let whenIdle = self.whenIdle {
            self.whenIdle = nil
            whenIdle()
        }
    }

    private func probe(for task: CheckTask) throws -> PreparedProbe {
        if let known = self.prepared[task.monitor], known.revision == task.revision { return known.probe }
        let probe = try self.hooks.prepare(task)
        // Monitors come and go; what is forgotten here is only decoded again.
        if self.prepared.count >= 100_000 { self.prepared.removeAll() }
        self.prepared[task.monitor] = (task.revision, probe)
        return probe
    }
}

/// What a runner counts.
enum RunnerCount: String, CaseIterable {
    case started
    /// Not started within its interval: a gap.
    case stale
    /// Covered by a check of the same monitor that was still in flight.
    case overlapping
}
