import HawkCore
import NIOCore

/// Decides which scheduled checks of one event loop start, and when. A pure state machine without I/O and clock: its user reports
/// events and performs the actions.
///
/// - A monitor has at most one check in flight, which covers a slot that comes due meanwhile. A late task, after a change of the
///   leader or the death of a runner, covers none: the next slot must not be lost as well, and is checked in parallel.
/// - A check that waits for a place at an address is paused. It is not in flight, so that it does not block others of its
///   organization. When it has a place, it continues as soon as its organization may have one more check in flight.
/// - On-demand checks have places of their own and never appear here, except for their processor time.
struct Admission {
    enum Action: Equatable {
        /// Report the key as due at the task's slot.
        case awaitSlot(TaskKey)
        /// Start a check, which is in flight from now on, and report its end.
        case start(CheckTask, at: Instant)
        /// Let a paused check continue, which is in flight again.
        case goOn(RunningCheck)
        /// Produce no result for the task.
        case drop(CheckTask, RunnerCount)
        /// Leave the task to another runner.
        case release(CheckTask)
        /// Nothing can start before the next event, or before this time.
        case wait(until: NIODeadline?)
    }

    /// One instant, by the clock of slots and by monotonic time.
    struct Now {
        let instant: Instant
        let monotonic: NIODeadline
    }

    private struct Running {
        enum Phase { case inFlight, awaitingPlace, holdingPlace }

        let organization: ID<Organization>
        /// The processor time that was charged in advance, in nanoseconds.
        let prepaid: Int64
        var phase = Phase.inFlight
    }

    private struct Known {
        /// Processor time that the monitor's last check used, in nanoseconds.
        var cost: Int64 = 0
        /// The delivery that was started last, because a new leader repeats tasks of the former one.
        var started: Delivery?

        /// - Returns: The cost.
        mutating func start(_ task: CheckTask) -> Int64 {
            self.started = Delivery(task)
            return self.cost
        }
    }

    /// One delivery of a monitor's task.
    private struct Delivery: Equatable {
        let slot: Instant
        let receipt: TaskReceipt?

        init(_ task: CheckTask) { (self.slot, self.receipt) = (task.slot, task.receipt) }
    }

    /// A task that arrives later than this after its slot is late.
    private static let tolerance = Duration.milliseconds(200)
    /// The maximum number of paused checks; each keeps its intermediate results in memory.
    private static let maxPaused = 10_000
    /// Above this number, all monitors are forgotten. A repeated task is then checked again, which changes nothing.
    private static let maxKnown = 100_000

    private(set) var isDraining = false
    var processor: ProcessorShares
    /// Tasks that wait for their slot.
    private var scheduled: [TaskKey: CheckTask] = [:]
    /// Due tasks.
    private var waiting = FairQueue<CheckTask>()
    private var running: [RunningCheck: Running] = [:]
    private var inFlight: ConcurrencyShares
    private var paused = ConcurrencyShares(limit: maxPaused)
    /// The paused checks that have a place.
    private var resumable = FairQueue<RunningCheck>(lineCapacity: maxPaused, capacity: maxPaused)
    private var known: [ID<Monitor>: Known] = [:]
    private var heldBack = 0

    /// - Parameter limit: The maximum number of checks in flight.
    init(limit: Int, processor: ProcessorShares.Rules = .init()) {
        self.inFlight = ConcurrencyShares(limit: limit)
        self.processor = ProcessorShares(processor)
    }

    var load: RunnerLoad {
        RunnerLoad(
            inFlight: self.inFlight.total, waiting: self.waiting.count + self.paused.total, heldBack: self.heldBack)
    }

    /// Reports a delivered task.
    /// - Returns: Nil if the same delivery was seen before: its check acknowledges it.
    mutating func arrive(_ task: CheckTask, at now: Now) -> Action? {
        guard !self.isDraining else { return .release(task) }
        let key = TaskKey(task)
        if let seen = self.scheduled[key].map(Delivery.init) ?? self.known[task.monitor]?.started, seen.slot == task.slot {
            // Another delivery of the task need not wait for the end of the check.
            return seen == Delivery(task) ? nil : .drop(task, .repeated)
        }
        guard now.instant < task.slot + task.timing.interval else { return .drop(task, .stale) }
        self.processor.record(task.organization, at: now.monotonic)
        var task = task
        task.isLate = now.instant > task.slot + Self.tolerance
        self.scheduled[key] = task
        return .awaitSlot(key)
    }

    /// Reports that a task's slot has come. Nothing happens if the task was released.
    mutating func due(_ key: TaskKey) -> Action? {
        guard let task = self.scheduled.removeValue(forKey: key) else { return nil }
        guard !self.isCovered(task) else { return .drop(task, .overlapping) }
        return self.waiting.add(task).map { .drop($0, .overflowing) }
    }

    /// Returns the next thing to do. Call it after each event, and when the time that it returned has come, until it returns
    /// `wait`.
    /// - Parameter isReady: Whether results are accepted. Otherwise no checks start.
    mutating func next(isReady: @autoclosure () -> Bool, at now: @autoclosure () -> Now) -> Action {
        if let check = self.nextResumable() { return .goOn(check) }
        if self.waiting.count > 0, isReady() {
            let now = now()
            if let task = self.nextWaiting(at: now.monotonic) { return self.start(task, at: now) }
        }
        self.heldBack = self.processor.haveDebtors ? self.processor.debtorCount(at: now().monotonic) : 0
        // A held-back organization may continue with time alone.
        return .wait(until: self.heldBack > 0 && self.waiting.count > 0 ? self.processor.nextRelease() : nil)
    }

    /// Reports that a check in flight waits for a place.
    /// - Returns: False if too many checks wait.
    mutating func pause(_ check: RunningCheck) -> Bool {
        guard let running = self.running[check], running.phase == .inFlight, self.paused.admits(running.organization) else {
            return false
        }
        self.running[check]?.phase = .awaitingPlace
        self.inFlight.end(running.organization)
        self.paused.begin(running.organization)
        return true
    }

    /// Reports that a paused check has a place.
    mutating func hasPlace(_ check: RunningCheck) {
        guard let running = self.running[check], running.phase == .awaitingPlace else { return }
        self.running[check]?.phase = .holdingPlace
        _ = self.resumable.add(check, of: running.organization)  // never full: drops nothing
    }

    /// Reports that a paused check no longer waits, although it was not continued.
    mutating func stopWaiting(_ check: RunningCheck) {
        guard let running = self.running[check], running.phase != .inFlight else { return }
        self.unpause(check, running)
        self.goOn(check, running)
    }

    /// Reports the end of a check.
    /// - Parameter charged: The processor time that it used, in nanoseconds.
    mutating func end(_ check: RunningCheck, charged: Int64, at now: @autoclosure () -> NIODeadline) {
        guard let running = self.running.removeValue(forKey: check) else { return }
        if running.phase == .inFlight { self.inFlight.end(running.organization) } else { self.unpause(check, running) }
        if running.prepaid != 0 { self.processor.charge(-running.prepaid, to: running.organization, at: now()) }
        self.known[check.monitor]?.cost = charged
    }

    /// Starts no more checks, except paused ones that continue.
    /// - Returns: The tasks and paused checks to release: another runner may have a free place for them.
    mutating func drain() -> (tasks: [CheckTask], checks: [RunningCheck]) {
        self.isDraining = true
        defer { self.scheduled = [:] }
        return (
            self.scheduled.values + self.waiting.removeAll(),
            self.running.filter { $0.value.phase != .inFlight }.map(\.key)
        )
    }

    private mutating func start(_ task: CheckTask, at now: Now) -> Action {
        guard !self.isCovered(task) else { return .drop(task, .overlapping) }
        guard now.instant < task.slot + task.timing.interval else { return .drop(task, .stale) }
        if self.known.count >= Self.maxKnown, self.known[task.monitor] == nil { self.known.removeAll() }
        let prepaid = self.known[task.monitor, default: Known()].start(task)
        // Charges the cost of its last check in advance, so that many checks do not start at once on the same balance.
        self.processor.charge(prepaid, to: task.organization, at: now.monotonic)
        self.inFlight.begin(task.organization)
        self.running[RunningCheck(task)] = Running(organization: task.organization, prepaid: prepaid)
        return .start(task, at: now.instant)
    }

    private func isCovered(_ task: CheckTask) -> Bool {
        self.running[RunningCheck(monitor: task.monitor, isLate: false)] != nil
            || task.isLate && self.running[RunningCheck(monitor: task.monitor, isLate: true)] != nil
    }

    /// Returns the next task whose organization may have another check in flight.
    private mutating func nextWaiting(at now: NIODeadline) -> CheckTask? {
        self.waiting.next { [inFlight, processor] organization in
            inFlight.admits(organization) && !processor.holdsBack(organization, at: now)
        }
    }

    private mutating func nextResumable() -> RunningCheck? {
        guard self.resumable.count > 0, let check = self.resumable.next(where: self.inFlight.admits),
            let running = self.running[check]
        else { return nil }
        self.paused.end(running.organization)
        self.goOn(check, running)
        return check
    }

    private mutating func goOn(_ check: RunningCheck, _ running: Running) {
        self.running[check]?.phase = .inFlight
        self.inFlight.begin(running.organization)
    }

    private mutating func unpause(_ check: RunningCheck, _ running: Running) {
        self.paused.end(running.organization)
        if running.phase == .holdingPlace { self.resumable.remove(of: running.organization) { $0 == check } }
    }
}

/// What identifies a task, however often it is delivered.
struct TaskKey: Hashable {
    let monitor: ID<Monitor>
    let slot: Instant

    init(_ task: CheckTask) { (self.monitor, self.slot) = (task.monitor, task.slot) }
}

/// What identifies a check between its start and its end.
struct RunningCheck: Hashable {
    let monitor: ID<Monitor>
    let isLate: Bool
}

extension RunningCheck {
    init(_ task: CheckTask) { self.init(monitor: task.monitor, isLate: task.isLate) }
}
