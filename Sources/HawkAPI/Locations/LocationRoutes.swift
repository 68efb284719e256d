import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/locations`
struct LocationRoutes {
    let locations: LocationOperations

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("locations") { _, context in
            Page(all: try await self.locations.list(as: context.principal).map(LocationBody.init))
        }
    }
}

struct LocationBody: Encodable {
    private let name: String
    private let runners: Int
    private let silent: Bool
    private let monitors: Int
    private let lastSeenAt: Instant?

    init(_ location: HawkEngine.Location) {
        self.name = location.name
        self.runners = location.runners
        self.silent = location.runners == 0
        self.lastSeenAt = location.seenAt
        self.monitors = location.monitors
    }
}
