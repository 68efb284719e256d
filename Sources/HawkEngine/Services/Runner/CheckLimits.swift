import HawkCore
import HawkNet
import NIOCore

/// The resources that the checks of a runner share, and how they are divided.
struct CheckLimits: Sendable {
    /// Connections to one address. On-demand checks have separate ones, so that they use none of scheduled checks.
    let scheduled: Places<IPAddress>
    let onDemand: Places<IPAddress>
    /// On-demand checks in flight, counted separately from scheduled ones.
    let reserve: Places<OnDemandReserve>
    var processor = ProcessorShares.Rules()

    static var standard: CheckLimits { CheckLimits(blockingTime: .seconds(5)) }

    /// - Parameter blockingTime: How long a place may keep other organizations waiting.
    init(blockingTime: TimeAmount) {
        self.scheduled = Places(
            PlaceShares.Rules(limit: 10, max: 24, blockingTime: blockingTime), lineCapacity: 500, capacity: 1_000)
        self.onDemand = Places(PlaceShares.Rules(limit: 2, max: 6, blockingTime: blockingTime), lineCapacity: 10, capacity: 50)
        self.reserve = Places(
            PlaceShares.Rules(limit: 20, max: 40, each: 4, blockingTime: blockingTime * 2), lineCapacity: 10, capacity: 200)
    }
}

/// The single key for the places of on-demand checks.
enum OnDemandReserve: Hashable, Sendable { case checks }
