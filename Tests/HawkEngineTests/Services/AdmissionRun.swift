import HawkCore
import HawkTestSupport
import NIOCore
import Testing

@testable import HawkEngine

/// A runner without event loop, clock and checks. It performs the actions of an `Admission` and verifies each of them by a model
/// of plain lists.
struct AdmissionRun {
    enum Count: Hashable {
        case started, paused, resumed, released, known, stale, overlapping, repeated

        /// Whether a delivered task ends with it.
        var endsTask: Bool { self != .paused && self != .resumed }
    }

    private enum Phase { case inFlight, awaitingPlace, holdingPlace }

    private struct Running {
        let task: CheckTask
        let prepaid: Int64
        var charged: Int64 = 0
        var phase = Phase.inFlight
        /// Since when it has a place at its address.
        var placeSince: NIODeadline?

        var key: RunningCheck { RunningCheck(self.task) }
        var address: Int { Int(self.task.monitor.rawValue) % 3 }
    }

    private(set) var counts: [Count: Int] = [:]
    private(set) var arrivals = 0
    private let limit: Int
    var random: SeededGenerator
    var milliseconds: Int64 = 1_000_000
    private var isReady = true
    var admission: Admission
    private var lines: [PlaceLine<RunningCheck>]
    // The model.
    private var scheduled: [CheckTask] = []
    private var waiting: [CheckTask] = []
    private var running: [Running] = []
    private var lastStarted: [ID<Monitor>: CheckTask] = [:]
    private var costs: [ID<Monitor>: Int64] = [:]
    private var processor = ProcessorShares()

    init(seed: UInt64, limit: Int = 10) {
        self.random = SeededGenerator(seed: seed)
        self.limit = limit
        self.admission = Admission(limit: limit)
        let rules = PlaceShares.Rules(limit: 3, max: 6, blockingTime: .seconds(2))
        self.lines = (0..<3).map { _ in PlaceLine(rules, lineCapacity: 10_000, capacity: 100_000) }
    }

    var now: Admission.Now {
        Admission.Now(
            instant: Instant(milliseconds: self.milliseconds),
            monotonic: .uptimeNanoseconds(UInt64(self.milliseconds) * 1_000_000))
    }

    /// One random event, and everything that follows from it.
    mutating func step() {
        switch Int.random(in: 0..<100, using: &self.random) {
        case 0..<45: self.arrive(self.randomTask())
        case 45..<70:
            guard let check = self.running.filter({ $0.phase == .inFlight }).randomElement(using: &self.random) else { break }
            if Int.random(in: 0..<16, using: &self.random) == 0 { self.charge(400_000_000, to: check.key) }
            self.end(check.key)
        case 70..<73:
            guard let check = self.running.filter({ $0.phase != .inFlight }).randomElement(using: &self.random) else { break }
            if Bool.random(using: &self.random) { self.admission.stopWaiting(check.key) }
            self.end(check.key)
        case 73..<76: self.isReady = Int.random(in: 0..<4, using: &self.random) > 0
        default: self.advance(by: .random(in: 0...300, using: &self.random))
        }
        self.settle()
    }

    mutating func drain() {
        let (tasks, checks) = self.admission.drain()
        let paused = self.running.filter { $0.phase != .inFlight }.map(\.key)
        self.verify(Set(tasks.map(TaskKey.init)) == Set((self.scheduled + self.waiting).map(TaskKey.init)), "other tasks")
        self.verify(tasks.count == self.scheduled.count + self.waiting.count && Set(checks) == Set(paused), "other checks")
        self.counts[.released] = tasks.count
        (self.scheduled, self.waiting) = ([], [])
        for check in paused { self.end(check) }
        self.arrive(self.randomTask())
        while let check = self.running.first {
            self.settle()
            self.end(check.key)
        }
        self.settle()
        let load = self.admission.load
        self.verify(load.inFlight == 0 && load.waiting == 0 && self.lines.allSatisfy(\.isEmpty), "something is left")
    }

    private mutating func arrive(_ task: CheckTask) {
        self.arrivals += 1
        let seen = self.scheduled.first { TaskKey($0) == TaskKey(task) } ?? self.lastStarted[task.monitor]
        let isRepeated = seen?.slot == task.slot
        switch self.admission.arrive(task, at: self.now) {
        case nil:
            self.verify(isRepeated && seen?.receipt == task.receipt, "a new task is ignored")
            self.count(.known)
        case .drop(let dropped, .repeated):
            self.verify(isRepeated && seen?.receipt != task.receipt && dropped == task, "a new task counts as repeated")
            self.count(.repeated)
        case .drop(let dropped, .stale):
            self.verify(!isRepeated && self.isStale(task) && dropped == task, "a current task counts as stale")
            self.count(.stale)
        case .awaitSlot(let key):
            self.verify(!isRepeated && !self.isStale(task) && key == TaskKey(task), "a task is accepted wrongly")
            self.processor.record(task.organization, at: self.now.monotonic)
            self.scheduled.append(task)
            self.scheduled[self.scheduled.count - 1].isLate = self.now.instant > task.slot + .milliseconds(200)
        case .release: self.count(.released)
        case let action?: self.verify(false, "\(action) for an arrival")
        }
        self.dueTasks()
    }

    private mutating func advance(by milliseconds: Int64) {
        self.milliseconds += milliseconds
        self.dueTasks()
        for index in self.lines.indices { self.serve(index) }
    }

    private mutating func dueTasks() {
        for task in self.scheduled.filter({ $0.slot <= self.now.instant }) {
            self.scheduled.removeAll { TaskKey($0) == TaskKey(task) }
            switch self.admission.due(TaskKey(task)) {
            case nil:
                self.verify(!self.isCovered(task), "a covered task waits")
                self.waiting.append(task)
            case .drop(let dropped, .overlapping):
                self.verify(self.isCovered(task) && dropped == task, "an uncovered task counts as covered")
                self.count(.overlapping)
            case let action?: self.verify(false, "\(action) for a due task")
            }
        }
    }

    /// Performs what is to be done, until nothing is.
    private mutating func settle() {
        while true {
            let now = self.now
            switch self.admission.next(isReady: self.isReady, at: now) {
            case .start(let task, let instant):
                self.verify(self.isReady && instant == self.now.instant && self.mayStart(task.organization), "a check starts")
                self.verify(!self.isCovered(task) && !self.isStale(task), "a covered or stale task starts")
                self.stopsWaiting(task)
                self.start(task)
            case .drop(let task, .overlapping):
                self.verify(self.isCovered(task), "an uncovered task counts as covered")
                self.stopsWaiting(task)
                self.count(.overlapping)
            case .drop(let task, .stale):
                self.verify(self.isStale(task), "a current task counts as stale")
                self.stopsWaiting(task)
                self.count(.stale)
            case .goOn(let key):
                let phase = self.index(key).map { self.running[$0].phase }
                self.verify(phase == .holdingPlace, "a check without a place continues")
                self.verify(self.hasRoom(self.organization(of: key)), "a check continues beyond the limits")
                if let index = self.index(key) { self.running[index].phase = .inFlight }
                self.count(.resumed)
            case .wait(let time): return self.verifyWait(until: time)
            case let action: self.verify(false, "\(action) without an event")
            }
        }
    }

    /// Nothing that may start waits, and a held-back organization is looked at again.
    private func verifyWait(until time: NIODeadline?) {
        let inFlight = self.running.count { $0.phase == .inFlight }
        let load = self.admission.load
        self.verify(load.inFlight == inFlight && inFlight <= self.limit, "\(load.inFlight) instead of \(inFlight) in flight")
        self.verify(load.waiting == self.waiting.count + self.running.count - inFlight, "another number waits")
        let isUnused = self.running.contains { $0.phase == .holdingPlace && self.hasRoom($0.task.organization) }
        self.verify(!isUnused, "a place is unused")
        guard self.isReady else { return }
        self.verify(!self.waiting.contains { self.mayStart($0.organization) }, "a task waits although it may start")
        let isHeldBack = self.waiting.contains { self.processor.holdsBack($0.organization, at: self.now.monotonic) }
        self.verify(!isHeldBack || time.map { $0 > self.now.monotonic } ?? false, "a held-back task waits forever")
    }

    private mutating func start(_ task: CheckTask) {
        self.count(.started)
        self.lastStarted[task.monitor] = task
        let prepaid = self.costs[task.monitor] ?? 0
        self.processor.charge(prepaid, to: task.organization, at: self.now.monotonic)
        var check = Running(task: task, prepaid: prepaid)
        self.serve(check.address)
        if self.lines[check.address].acquire(task.organization, at: self.now.monotonic) {
            check.placeSince = self.now.monotonic
            return self.running.append(check)
        }
        let isPaused = self.admission.pause(check.key)
        self.count(.paused)
        check.phase = .awaitingPlace
        self.running.append(check)
        let waits = self.lines[check.address].wait(check.key, of: task.organization)
        self.verify(isPaused && waits, "a check cannot wait")
    }

    private mutating func end(_ key: RunningCheck) {
        guard let index = self.index(key) else { return self.verify(false, "an unknown check ends") }
        let check = self.running.remove(at: index)
        let organization = check.task.organization
        let now = self.now.monotonic
        self.admission.end(key, charged: check.charged, at: now)
        self.processor.charge(-check.prepaid, to: organization, at: self.now.monotonic)
        self.costs[key.monitor] = check.charged
        if let since = check.placeSince {
            self.lines[check.address].release(organization, since: since)
        } else {
            self.lines[check.address].remove(of: organization) { $0 == key }
        }
        self.serve(check.address)
    }

    private mutating func serve(_ address: Int) {
        for key in self.lines[address].serve(at: self.now.monotonic) {
            guard let index = self.index(key), self.running[index].phase == .awaitingPlace else {
                return self.verify(false, "a check gets a place that it does not wait for")
            }
            self.running[index].placeSince = self.now.monotonic
            self.running[index].phase = .holdingPlace
            self.admission.hasPlace(key)
        }
        self.verify(self.lines[address].held <= 6, "an address has too many checks")
    }

    private mutating func charge(_ nanoseconds: Int64, to key: RunningCheck) {
        guard let index = self.index(key) else { return }
        self.running[index].charged += nanoseconds
        self.admission.processor.charge(nanoseconds, to: self.organization(of: key), at: self.now.monotonic)
        self.processor.charge(nanoseconds, to: self.organization(of: key), at: self.now.monotonic)
    }

    private mutating func stopsWaiting(_ task: CheckTask) {
        guard let index = self.waiting.firstIndex(of: task) else { return self.verify(false, "another task is started") }
        self.waiting.remove(at: index)
    }

    /// Whether an organization may have one more check in flight: fewer than four times as many as the free places.
    private func hasRoom(_ organization: ID<Organization>) -> Bool {
        let inFlight = self.running.filter { $0.phase == .inFlight }
        return inFlight.count { $0.task.organization == organization } < 4 * (self.limit - inFlight.count)
    }

    private func mayStart(_ organization: ID<Organization>) -> Bool {
        self.hasRoom(organization) && !self.processor.holdsBack(organization, at: self.now.monotonic)
    }

    private func isCovered(_ task: CheckTask) -> Bool {
        self.running.contains { $0.task.monitor == task.monitor && (task.isLate || !$0.task.isLate) }
    }

    private func isStale(_ task: CheckTask) -> Bool { self.now.instant >= task.slot + task.timing.interval }

    private func index(_ key: RunningCheck) -> Int? { self.running.firstIndex { $0.key == key } }

    private func organization(of key: RunningCheck) -> ID<Organization> { ID(key.monitor.rawValue % 4) }

    private mutating func count(_ count: Count) { self.counts[count, default: 0] += 1 }

    /// Costs nothing if the condition holds: it is verified a hundred thousand times.
    private func verify(_ isSo: Bool, _ what: @autoclosure () -> String) {
        if !isSo { Issue.record("\(what())") }
    }
}
