package import HawkCore
import HawkStore

/// A place that checks are made from.
package struct Location: Sendable, Equatable {
    package let name: String
    /// How many runners live there; none: it is silent, and left out of every quorum.
    package let runners: Int
    /// When one was last seen; nil: never.
    package let seenAt: Instant?
    /// How many of the organization's monitors are checked from there.
    package let monitors: Int
}

package struct LocationOperations: Sendable {
    private let engine: Engine

    package init(_ engine: Engine) { self.engine = engine }

    /// Every location that has or had a runner, or that one of the organization's monitors names, by name.
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
