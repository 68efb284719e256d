package import HawkCore
import HawkStore

/// A location that checks run from.
package struct Location: Sendable, Equatable {
    package let name: String
    /// The number of live runners. If 0, the location is silent and excluded from every quorum.
    package let runners: Int
    /// The last time a runner was seen. Nil if never.
    package let seenAt: Instant?
    /// How many of the organization's monitors are checked from this location.
    package let monitors: Int
}

package struct LocationOperations: Sendable {
    private let engine: Engine

    package init(_ engine: Engine) { self.engine = engine }

    /// Returns all locations that have or had a runner, or that a monitor of the organization names, by name.
    package func list(as principal: Principal) async throws -> [Location] {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            let runners = RunnerRepository()
            let alive = try db.now() - RunnerBeat.silence
            let known = Dictionary(
                uniqueKeysWithValues: try runners.locations(alive: alive, in: db).map { ($0.name, $0) })
            let monitors = try runners.monitors(of: principal.organization, in: db)
            return Set(known.keys).union(monitors.keys).sorted().map { name in
                Location(
                    name: name, runners: known[name]?.runners ?? 0, seenAt: known[name]?.seenAt, monitors: monitors[name] ?? 0)
            }
        }
    }
}
