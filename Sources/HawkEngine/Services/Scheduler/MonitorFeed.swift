import HawkCore
import HawkStore

/// Reads monitors from the database for a leader: all of them first, then the changes, and every few minutes all differences.
struct MonitorFeed: Sendable {
    struct Change: Sendable {
        let monitor: ID<Monitor>
        /// Nil if it is no longer checked.
        let template: TaskTemplate?
    }

    struct ChangeSet: Sendable {
        /// Whether this is the first read, with all existing monitors.
        let isFirst: Bool
        let changes: [Change]
    }

    /// Changes are read again for this long, because transactions may commit in a different order than their timestamps.
    private static let overlap = Duration.seconds(10)
    /// The number of complete monitors in memory at a time.
    private static let pageSize = 1_000

    private let database: any Database
    private let encodes: Bool
    private let reconcileInterval: Duration
    private var versions: [ID<Monitor>: Int64] = [:]
    private var changesReadAt: Instant = .epoch
    private var reconciledAt: ContinuousClock.Instant?

    /// - Parameter encodes: Whether tasks are sent as bytes.
    init(_ database: any Database, encodes: Bool = false, reconcileInterval: Duration = .minutes(5)) {
        self.database = database
        self.encodes = encodes
        self.reconcileInterval = reconcileInterval
    }

    mutating func read() async throws -> ChangeSet {
        let isDue = self.reconciledAt.map { $0.duration(to: .now) >= self.reconcileInterval } ?? true
        let (since, known) = (self.changesReadAt - Self.overlap, self.versions)
        let (active, gone, now) = try await self.database.read { db in
            if isDue {
                let active = try MonitorRepository().active(in: db)
                return (active, known.keys.filter { active[$0] == nil }, try db.now())
            }
            let changes = try MonitorRepository().changed(since: since, in: db)
            let active = Dictionary(
                changes.compactMap { change in change.version.map { (change.id, $0) } }, uniquingKeysWith: { max($0, $1) })
            return (active, changes.filter { $0.version == nil }.map(\.id), try db.now())
        }
        let changes =
            gone.map { Change(monitor: $0, nil) }
            + (try await self.whole(active.filter { known[$0.key] != $0.value }.keys.sorted()))
        defer { if isDue { self.reconciledAt = .now } }
        self.changesReadAt = now
        for change in changes { self.versions[change.monitor] = change.template?.version }
        return ChangeSet(isFirst: self.reconciledAt == nil, changes: changes)
    }

    /// Returns the complete monitors. Most monitors are known already, so only the others are read.
    private func whole(_ ids: [ID<Monitor>]) async throws -> [Change] {
        var changes: [Change] = []
        for start in stride(from: 0, to: ids.count, by: Self.pageSize) {
            let page = Array(ids[start..<min(start + Self.pageSize, ids.count)])
            changes += try await self.database.read { [encodes] db in
                try MonitorRepository().all(page, in: db).map { Change(monitor: $0.id, $0, encoded: encodes) }
            }
        }
        return changes
    }
}

extension MonitorFeed.Change {
    fileprivate init(monitor: ID<Monitor>, _ whole: Monitor?, encoded: Bool = false) {
        self.monitor = monitor
        self.template = whole.flatMap { $0.paused ? nil : TaskTemplate($0, encoded: encoded) }
    }
}
