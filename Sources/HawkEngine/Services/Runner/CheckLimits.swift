import HawkCore
import HawkNet
import NIOCore

/// What the checks of a runner share, and how it is divided.
struct CheckLimits: Sendable {
    /// Connections to one address: those of the schedule, and others beside them, so that no check on demand takes a place of the schedule.
    let scheduled: Places<IPAddress>
    let onDemand: Places<IPAddress>
    /// Checks on demand in flight, apart from those of the schedule.
    let reserve: Places<OnDemandReserve>
    var processor = ProcessorShares.Rules()

    static var standard: CheckLimits { CheckLimits(blockingTime: .seconds(5)) }

    /// - Parameter blockingTime: how long a place keeps other organizations waiting.
    init(blockingTime: TimeAmount) {
        self.scheduled = Places(
            PlaceShares.Rules(limit: 10, max: 24, blockingTime: blockingTime), lineCapacity: 500, capacity: 1_000)
        self.onDemand = Places(PlaceShares.Rules(limit: 2, max: 6, blockingTime: blockingTime), lineCapacity: 10, capacity: 50)
        self.reserve = Places(
            PlaceShares.Rules(limit: 20, max: 40, each: 4, blockingTime: blockingTime * 2), lineCapacity: 10, capacity: 200)
    }
}

/// The one thing that all checks on demand share.
enum OnDemandReserve: Hashable, Sendable { case checks }
