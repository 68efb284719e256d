import HawkBroker
import HawkCore
import HawkTestSupport

extension CheckTask {
    /// A task that is due at the manual clock's present.
    static func sample(
        _ monitor: Int64, location: String = "default", slot: Instant = ManualClock().now, interval: Duration = .seconds(60),
        epoch: Int64 = 1
    ) -> CheckTask {
        let configuration = MonitorConfiguration(
            name: "m", type: .tcp, target: "x:1", schedule: .polled(CheckTiming(interval: interval)))
        let monitor = Monitor(
            id: ID(monitor), organization: ID(1), configuration: configuration, createdAt: .epoch, updatedAt: .epoch,
            effectiveAt: .epoch)
        return CheckTask(monitor, slot: slot, location: location, epoch: epoch)
    }
}

extension AsyncStream<[CheckTask]> {
    /// Returns the next `count` tasks, once there are enough.
    func collect(_ count: Int) async -> [CheckTask] {
        var received: [CheckTask] = []
        for await batch in self {
            received += batch
            if received.count >= count { break }
        }
        return received
    }
}

extension [CheckTask] {
    var monitors: [Int64] { self.map(\.monitor.rawValue) }
}

extension LiveEvent {
    static func sample(_ monitor: Int64 = 1) -> LiveEvent {
        LiveEvent(organization: ID(1), at: ManualClock().now, kind: .status(ID(monitor), .up, since: .epoch))
    }
}
