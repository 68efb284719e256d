import HawkCore
import HawkStore

/// What a leader learns of the monitors from the database: all of them at first, then what changed, and every few minutes what
/// differs all the same.
struct MonitorFeed: Sendable {
    struct Change: Sendable {
        let monitor: ID<Monitor>
        /// nil: it is not to be checked any more.
        let template: TaskTemplate?
    }

    struct News: Sendable {
        /// Whether these are the monitors that there were before.
        let isFirst: Bool
        let changes: [Change]
    }

    /// Changes are read again for this long, since transactions need not commit in the order of their instants.
    private static let overlap = Duration.seconds(10)
    /// As many whole monitors are in memory at a time.
    private static let pageSize = 1_000

    private let database: any Database
    private let reconcileInterval: Duration
    private var versions: [ID<Monitor>: Int64] = [:]
    private var changesReadAt: Instant = .epoch
    private var reconciledAt: ContinuousClock.Instant?

    init(_ database: any Database, reconcileInterval: Duration = .minutes(5)) {
        self.database = database
        self.reconcileInterval = reconcileInterval
    }

    mutating func read() async throws -> News {
        guard let last = self.reconciledAt, last.duration(to: .now) < self.reconcileInterval else {
            return try await self.reconcile()
        }
        let since = self.changesReadAt - Self.overlap
        let (changes, now) = try await self.database.read { db in
            let changes = try MonitorRepository().changed(since: since, in: db)
            return (changes.map { Change(monitor: $0.id, $0.monitor) }, try db.now())
        }
        self.changesReadAt = now
        self.note(changes)
        return News(isFirst: false, changes: changes)
    }

    /// Reads which versions there are, and only of those that are not known the whole.
    private mutating func reconcile() async throws -> News {
        let (active, now) = try await self.database.read { db in (try MonitorRepository().active(in: db), try db.now()) }
        let known = self.versions
        var changes = known.keys.filter { active[$0] == nil }.map { Change(monitor: $0, nil) }
        let unknown = active.filter { known[$0.key] != $0.value }.map(\.key).sorted()
        for start in stride(from: 0, to: unknown.count, by: Self.pageSize) {
            let page = Array(unknown[start..<min(start + Self.pageSize, unknown.count)])
            changes += try await self.database.read { db in
                try MonitorRepository().all(page, in: db).map { Change(monitor: $0.id, $0) }
            }
        }
        let isFirst = self.reconciledAt == nil
        self.changesReadAt = now
        self.reconciledAt = .now
        self.note(changes)
        return News(isFirst: isFirst, changes: changes)
    }

    private mutating func note(_ changes: [Change]) {
        for change in changes { self.versions[change.monitor] = change.template?.version }
    }
}

extension MonitorFeed.Change {
    fileprivate init(monitor: ID<Monitor>, _ whole: Monitor?) {
        self.monitor = monitor
        self.template = whole.flatMap { $0.paused ? nil : TaskTemplate($0) }
    }
}
