import HawkCore
import HawkStore

/// What a leader learns of the monitors from the database: all of them at first and every few minutes, in between what changed.
struct MonitorFeed: Sendable {
    enum News: Sendable {
        case all([Monitor])
        case changes([MonitorRepository.Change])
    }

    private static let reconcileInterval = Duration.minutes(5)
    /// Changes are read again for this long, since transactions need not commit in the order of their instants.
    private static let overlap = Duration.seconds(10)

    private let database: any Database
    private var changesReadAt: Instant = .epoch
    private var reconciledAt: ContinuousClock.Instant?

    init(_ database: any Database) { self.database = database }

    mutating func read() async throws -> News {
        guard let last = self.reconciledAt, last.duration(to: .now) < Self.reconcileInterval else { return try await self.all() }
        let since = self.changesReadAt - Self.overlap
        let (changes, now) = try await self.database.read { db in
            (try MonitorRepository().changed(since: since, in: db), try db.now())
        }
        self.changesReadAt = now
        return .changes(changes)
    }

    private mutating func all() async throws -> News {
        let (monitors, now) = try await self.database.read { db in (try MonitorRepository().active(in: db), try db.now()) }
        self.changesReadAt = now
        self.reconciledAt = .now
        return .all(monitors)
    }
}
