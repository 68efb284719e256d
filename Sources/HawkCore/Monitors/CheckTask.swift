/// An order to check one monitor from one location at one slot. It carries everything that the runner needs.
///
/// A broker may lose, repeat and reorder tasks. Nothing depends on a single one.
package struct CheckTask: Sendable, Equatable {
    package var monitor: ID<Monitor>
    package var organization: ID<Organization>
    package var revision: Int64
    /// The leader's epoch. Tasks of an older epoch are dropped.
    package var epoch: Int64
    package var slot: Instant
    package var location: String
    package var type: MonitorType
    package var target: String
    package var timing: CheckTiming
    package var settings: JSONValue
    package var sealedSettings: [UInt8]?
    /// The broker's identity of this delivery of the task. Nil if nothing is acknowledged. Does not travel with the task.
    package var receipt: TaskReceipt?
    /// Whether it reached its runner long after its slot. Does not travel with the task.
    package var isLate = false

    /// - Parameter timing: That of the monitor, or another for a check on demand.
    package init(_ monitor: Monitor, _ timing: CheckTiming, slot: Instant, location: String, epoch: Int64) {
        let configuration = monitor.configuration
        self.monitor = monitor.id
        self.organization = monitor.organization
        self.revision = monitor.revision
        self.epoch = epoch
        self.slot = slot
        self.location = location
        self.type = configuration.type
        self.target = configuration.target
        self.timing = timing
        self.settings = configuration.settings
        self.sealedSettings = configuration.sealedSettings
    }
}

/// One delivery of a task by a broker. It is returned when the result is durable, or when there will be none.
package struct TaskReceipt: Sendable, Hashable {
    package let location: String
    /// The broker's name for the delivered entry.
    package let entry: String

    package init(location: String, entry: String) {
        self.location = location
        self.entry = entry
    }
}
