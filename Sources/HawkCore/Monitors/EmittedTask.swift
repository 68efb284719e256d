/// A task as a scheduler emits it. Its head has everything that differs from slot to slot. All tasks of a monitor's version share
/// the rest, which is encoded only for a broker that sends bytes, and once.
package struct EmittedTask: Sendable, Equatable {
    package let slot: Instant
    package let epoch: Int64
    package let location: String
    /// A task that does not start within this time after its slot is a gap.
    package let interval: Duration
    private let body: TaskBody

    fileprivate init(slot: Instant, epoch: Int64, location: String, interval: Duration, body: TaskBody) {
        self.slot = slot
        self.epoch = epoch
        self.location = location
        self.interval = interval
        self.body = body
    }

    package init(_ task: CheckTask) {
        self.init(
            slot: task.slot, epoch: task.epoch, location: task.location, interval: task.timing.interval, body: TaskBody(task))
    }

    /// The task for a runner of the same process.
    /// - Throws: Nothing in practice: a process can read what it has written itself.
    package func task() throws -> CheckTask {
        guard case .task(var task) = self.body else { return try CheckTask(wireBytes: self.wireBytes) }
        task.slot = self.slot
        task.epoch = self.epoch
        task.location = self.location
        return task
    }

    /// The same bytes as those of `CheckTask`.
    package var wireBytes: [UInt8] {
        let body = self.body.bytes
        var writer = ByteWriter(capacity: body.count + 32)
        writer.write(CheckTask.wireVersion)
        CheckTask.writeHead(slot: self.slot, epoch: self.epoch, location: self.location, to: &writer)
        writer.append(body)
        return writer.bytes
    }
}

/// A scheduler's data about a monitor: its grid, and its task without a slot.
package struct TaskTemplate: Sendable, Equatable {
    package let monitor: ID<Monitor>
    package let version: Int64
    package let effectiveAt: Instant
    package let interval: Duration
    package let locations: [String]
    private let body: TaskBody

    /// Nil if runners do not check the monitor.
    /// - Parameter encoded: Whether the broker sends bytes. The template then has only those.
    package init?(_ monitor: Monitor, encoded: Bool = false) {
        guard let timing = monitor.configuration.schedule.checks else { return nil }
        self.monitor = monitor.id
        self.version = monitor.version
        self.effectiveAt = monitor.effectiveAt
        self.interval = timing.interval
        self.locations = monitor.configuration.locations
        let body = TaskBody(CheckTask(monitor, timing, slot: .epoch, location: "", epoch: 0))
        self.body = encoded ? .bytes(body.bytes) : body
    }

    /// Returns one task for each location.
    package func tasks(at slot: Instant, epoch: Int64) -> [EmittedTask] {
        self.locations.map { location in
            EmittedTask(slot: slot, epoch: epoch, location: location, interval: self.interval, body: self.body)
        }
    }
}

/// What all tasks of a monitor's version share: in memory for runners of the same process, or as bytes. Indirect, so that tasks are
/// small.
private indirect enum TaskBody: Sendable, Equatable {
    /// Without a head and a receipt.
    case task(CheckTask)
    case bytes([UInt8])

    init(_ task: CheckTask) {
        var body = task
        (body.slot, body.epoch, body.location) = (.epoch, 0, "")
        (body.receipt, body.isLate) = (nil, false)
        self = .task(body)
    }

    var bytes: [UInt8] {
        switch self {
        case .bytes(let bytes): return bytes
        case .task(let task):
            var writer = ByteWriter()
            task.writeBody(to: &writer)
            return writer.bytes
        }
    }
}
