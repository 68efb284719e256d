import HawkCore
import HawkNet
import HawkProbes
import NIOCore

/// The part of a runner that lives on one event loop: its waiting tasks, its checks in flight.
///
/// At most one check per monitor is in flight; a slot that comes due meanwhile is covered by it. One whose task came late, when leaders
/// change or a runner has died, covers none: the next slot is not to be lost as well, and is checked beside it.
final class RunnerLoop {
    /// What becomes of tasks and results; called on the event loop.
    struct Hooks {
        let prepare: (CheckTask) throws -> PreparedProbe
        let deliver: (CheckResult) -> Void
        /// A task that comes to nothing.
        let drop: (CheckTask, RunnerCount) -> Void
        /// Tasks that are not started because this runner ends.
        let giveBack: ([CheckTask]) -> Void
        /// Checks of these monitors are cut off because this runner ends.
        let interrupt: ([ID<Monitor>]) -> Void
        /// Whether results can be taken; checks are not started otherwise.
        let isReady: () -> Bool
        /// A check begins, so long after its slot.
        let begin: (CheckTask, Duration) -> Void
        let report: (RunnerLoad) -> Void
    }

    /// A task that comes longer than this after its slot is late.
    private static let tolerance = Duration.milliseconds(200)

    private let surroundings: Check.Surroundings
    private let hooks: Hooks
    private var inFlight: Set<Flight> = []
    /// By slot, until that comes.
    private var scheduled: [Key: CheckTask] = [:]
    private var shares: FlightShares
    private let places: HostPlaces
    private var waiting = FairQueue()
    /// Each host here has asked for the next place at it.
    private var hostLines = HostLines()
    private var known: [ID<Monitor>: Known] = [:]
    private var isDraining = false
    /// Whether checks that end now come to nothing.
    private var isOver = false
    private var isServing = false
    private var whenIdle: (() -> Void)?

    private struct Key: Hashable {
        let monitor: ID<Monitor>
        let slot: Instant
    }

    private struct Flight: Hashable {
        let monitor: ID<Monitor>
        let isLate: Bool
    }

    /// What is remembered of a monitor.
    private struct Known {
        let revision: Int64
        let probe: PreparedProbe
        let memory = TargetMemory()
        /// What was started last: a new leader emits again what the former one did.
        var started: Delivery?
    }

    /// One delivery of a monitor's task.
    private struct Delivery: Equatable {
        let slot: Instant
        let receipt: TaskReceipt?

        init(_ task: CheckTask) { (self.slot, self.receipt) = (task.slot, task.receipt) }
    }

    /// - Parameters:
    ///   - limit: of checks in flight.
    ///   - places: at hosts, shared with the runner's other loops.
    init(in surroundings: Check.Surroundings, limit: Int, places: HostPlaces, hooks: Hooks) {
        self.surroundings = surroundings
        self.shares = FlightShares(limit: limit)
        self.places = places
        self.hooks = hooks
    }

    /// Has the task start at its slot; one that was seen already, or that is too old, is not started.
    func accept(_ task: CheckTask) {
        guard !self.isDraining else { return self.hooks.giveBack([task]) }
        let key = Key(monitor: task.monitor, slot: task.slot)
        let delivery = Delivery(task)
        if let seen = self.scheduled[key].map(Delivery.init) ?? self.known[task.monitor]?.started, seen.slot == task.slot {
            // The same delivery is settled with the check; another one need not wait for it.
            return seen == delivery ? () : self.hooks.drop(task, .repeated)
        }
        let now = self.surroundings.clock.now
        guard now < task.slot + task.interval else { return self.hooks.drop(task, .stale) }
        self.scheduled[key] = task
        self.scheduled[key]?.isLate = now > task.slot + Self.tolerance
        _ = self.surroundings.wheel.schedule(at: self.surroundings.clock.deadline(for: task.slot)) {
            // Gone where it was given back.
            if let task = self.scheduled.removeValue(forKey: key) { self.due(task) }
        }
    }

    /// Checks at once, within the bounds of its organization and its host, and hands the result to `finish` alone.
    /// - Throws: `RunnerFault` where the organization has as many checks in flight as it may.
    func checkNow(_ task: CheckTask, finish: @escaping (CheckResult) -> Void) throws {
        guard self.shares.admits(task.organization) else {
            throw RunnerFault("too many checks are in flight on this runner; try again in a few seconds")
        }
        let probe = try self.hooks.prepare(task)
        let known = self.known[task.monitor].flatMap { $0.revision == task.revision ? $0 : nil }
        self.shares.begin(task.organization)
        let check = Check(task, probe, memory: known?.memory ?? TargetMemory(), in: self.surroundings) { result in
            self.shares.end(task.organization)
            self.places.giveBack(probe.host)
            finish(result)
            self.serve()
        }
        if self.takePlace(at: probe.host, or: { check.attempt() }) { check.attempt() }
    }

    /// Starts no more checks and calls back when those in flight have ended, or been cut off.
    /// - Parameter limit: how long those in flight may take.
    func drain(within limit: Duration, _ whenIdle: @escaping () -> Void) {
        self.isDraining = true
        self.hooks.giveBack(self.scheduled.values + self.waiting.removeAll() + self.hostLines.removeAll())
        self.scheduled = [:]
        self.whenIdle = whenIdle
        self.serve()
        guard self.whenIdle != nil else { return }
        _ = self.surroundings.wheel.schedule(at: .now() + .microseconds(limit.microseconds)) { self.interrupt() }
    }

    /// Checks in flight leave gaps: half of a check says nothing about its target.
    private func interrupt() {
        guard let whenIdle = self.whenIdle else { return }
        self.whenIdle = nil
        self.isOver = true
        if !self.inFlight.isEmpty { self.hooks.interrupt(self.inFlight.map(\.monitor)) }
        whenIdle()
    }

    private func due(_ task: CheckTask) {
        guard !self.isCovered(task) else { return self.hooks.drop(task, .overlapping) }
        if let dropped = self.waiting.add(task) { self.hooks.drop(dropped, .overflowing) }
        self.serve()
    }

    /// Starts what there is a place for.
    private func serve() {
        // A check may end within its start, as where its target is not allowed, and comes here then: nested in one another, thousands
        // of them would not fit on the stack.
        guard !self.isServing else { return }
        self.isServing = true
        while self.hooks.isReady(), let next = self.waiting.next(where: self.shares.admits) { self.start(next) }
        self.isServing = false
        self.hooks.report(
            RunnerLoad(inFlight: self.shares.total, waiting: self.waiting.count + self.hostLines.count))
        if self.isDraining, self.shares.total == 0, let whenIdle = self.whenIdle {
            self.whenIdle = nil
            whenIdle()
        }
    }

    /// Starts a task, or has it wait for its host.
    private func start(_ task: CheckTask) {
        guard let probe = self.probe(toStart: task) else { return }
        let isFree =
            !self.hostLines.isWaited(for: probe.host)
            && self.takePlace(at: probe.host) { self.serve(probe.host) }
        if isFree { return self.run(task, probe) }
        if let dropped = self.hostLines.add(task, at: probe.host) { self.hooks.drop(dropped, .overflowing) }
    }

    /// A place at the host is ours: whoever waits for it here has it in turn, and then it is given back.
    private func serve(_ host: String) {
        while self.hooks.isReady(), let task = self.hostLines.next(at: host, where: self.shares.admits) {
            guard let probe = self.probe(toStart: task) else { continue }
            self.run(task, probe)
            guard self.hostLines.isWaited(for: host) else { return self.serve() }
            guard self.takePlace(at: host, or: { self.serve(host) }) else { return self.serve() }
        }
        self.places.giveBack(host)
        // Those who are left may not have a check more now: they wait for that with all others.
        for task in self.hostLines.removeAll(at: host) {
            if let dropped = self.waiting.add(task) { self.hooks.drop(dropped, .overflowing) }
        }
        self.serve()
    }

    /// - Returns: whether there was a place at once; otherwise `whenFree` is called later, on this loop.
    private func takePlace(at host: String, or whenFree: @escaping () -> Void) -> Bool {
        let loop = self.surroundings.loop
        let later = NIOLoopBound(whenFree, eventLoop: loop)
        return self.places.take(host) { loop.execute { later.value() } }
    }

    /// nil: the task comes to nothing.
    private func probe(toStart task: CheckTask) -> PreparedProbe? {
        let now = self.surroundings.clock.now
        if self.isCovered(task) {
            self.hooks.drop(task, .overlapping)
        } else if now >= task.slot + task.interval {
            self.hooks.drop(task, .stale)
        } else {
            do { return try self.probe(for: task) } catch { self.refuse(task, at: now, "\(error)") }
        }
        return nil
    }

    private func run(_ task: CheckTask, _ probe: PreparedProbe) {
        let flight = Flight(monitor: task.monitor, isLate: task.isLate)
        self.inFlight.insert(flight)
        self.known[task.monitor]?.started = Delivery(task)
        self.shares.begin(task.organization)
        self.hooks.begin(task, self.surroundings.clock.now - task.slot)
        let memory = self.known[task.monitor]?.memory ?? TargetMemory()
        Check(task, probe, memory: memory, in: self.surroundings) { result in
            guard !self.isOver else { return }
            self.inFlight.remove(flight)
            self.shares.end(task.organization)
            self.places.giveBack(probe.host)
            self.hooks.deliver(result)
            self.serve()
        }.attempt()
    }

    private func isCovered(_ task: CheckTask) -> Bool {
        self.inFlight.contains(Flight(monitor: task.monitor, isLate: false))
            || task.isLate && self.inFlight.contains(Flight(monitor: task.monitor, isLate: true))
    }

    /// Settings that do not open or fit are a fault of ours: they were judged when they were stored.
    private func refuse(_ task: CheckTask, at now: Instant, _ message: String) {
        var result = CheckResult(
            monitor: task.monitor, organization: task.organization, revision: task.revision, location: task.location,
            slot: task.slot, startedAt: now, finishedAt: now, interval: task.interval, outcome: .unknown, reason: .runner,
            message: message, latency: .zero)
        result.receipt = task.receipt
        self.hooks.deliver(result)
    }

    private func probe(for task: CheckTask) throws -> PreparedProbe {
        if let known = self.known[task.monitor], known.revision == task.revision { return known.probe }
        let probe = try self.hooks.prepare(task)
        // Monitors come and go; what is forgotten here is only decoded again.
        if self.known.count >= 100_000 { self.known.removeAll() }
        self.known[task.monitor] = Known(revision: task.revision, probe: probe)
        return probe
    }
}
