/// A task as it travels. Its head has everything that differs from slot to slot. The rest is encoded once per monitor version.
package struct EncodedTask: Sendable, Equatable {
    package let slot: Instant
    package let epoch: Int64
    package let location: String
    /// A task that does not start within this time after its slot is a gap.
    package let interval: Duration
    private let body: [UInt8]

    fileprivate init(slot: Instant, epoch: Int64, location: String, interval: Duration, body: [UInt8]) {
        self.slot = slot
        self.epoch = epoch
        self.location = location
        self.interval = interval
        self.body = body
    }

    package init(_ task: CheckTask) {
        var writer = ByteWriter()
        task.writeBody(to: &writer)
        self.init(slot: task.slot, epoch: task.epoch, location: task.location, interval: task.timing.interval, body: writer.bytes)
    }

    /// The same bytes as those of `CheckTask`.
    package var wireBytes: [UInt8] {
        var writer = ByteWriter(capacity: self.body.count + 32)
        writer.write(CheckTask.wireVersion)
        CheckTask.writeHead(slot: self.slot, epoch: self.epoch, location: self.location, to: &writer)
        writer.append(self.body)
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
    private let body: [UInt8]

    /// Nil if runners do not check the monitor.
    package init?(_ monitor: Monitor) {
        guard let timing = monitor.configuration.schedule.checks else { return nil }
        self.monitor = monitor.id
        self.version = monitor.version
        self.effectiveAt = monitor.effectiveAt
        self.interval = timing.interval
        self.locations = monitor.configuration.locations
        var writer = ByteWriter()
        CheckTask(monitor, timing, slot: .epoch, location: "", epoch: 0).writeBody(to: &writer)
        self.body = writer.bytes
    }

    /// Returns one task for each location.
    package func tasks(at slot: Instant, epoch: Int64) -> [EncodedTask] {
        self.locations.map { location in
            EncodedTask(slot: slot, epoch: epoch, location: location, interval: self.interval, body: self.body)
        }
    }
}
