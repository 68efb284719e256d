package import HawkCore

extension MonitorRepository {
    /// Returns a page of an organization's monitors, oldest first.
    /// - Parameter cursor: the last id of the previous page, or nil for the first page.
    package func page(
        of organization: ID<Organization>, matching filter: MonitorFilter = MonitorFilter(), after cursor: ID<Monitor>? = nil,
        limit: Int, in db: any Connection
    ) throws -> [Monitor] {
        try db.rows(
            """
            SELECT \(Monitor.columns)
            FROM monitors
            WHERE organization_id = \(organization) AND deleted_at IS NULL AND id > \(cursor ?? ID(0))
              \(self.condition(filter))
            ORDER BY id
            LIMIT \(limit)
            """, Monitor.init(from:))
    }

    /// Returns the number of an organization's monitors.
    package func count(of organization: ID<Organization>, in db: any Connection) throws -> Int {
        try db.first(
            """
            SELECT count(*)
            FROM monitors
            WHERE organization_id = \(organization) AND deleted_at IS NULL
            """
        ) { try $0.next() } ?? 0
    }

    /// Returns those of the monitors that are not deleted, of any organization, in id order: for the program's own use.
    package func all(_ ids: [ID<Monitor>], in db: any Connection) throws -> [Monitor] {
        try db.rows(
            """
            SELECT \(Monitor.columns)
            FROM monitors
            WHERE id \(in: ids) AND deleted_at IS NULL
            ORDER BY id
            """, Monitor.init(from:))
    }

    /// Returns the monitor of an alert, even if it has been deleted.
    package func findWithDeleted(
        _ id: ID<Monitor>, in db: any Connection
    ) throws -> (monitor: Monitor, isDeleted: Bool)? {
        try db.first(
            """
            SELECT \(Monitor.columns), deleted_at IS NOT NULL
            FROM monitors
            WHERE id = \(id)
            """
        ) { (monitor: try Monitor(from: &$0), isDeleted: try $0.next(Bool.self)) }
    }

    /// Returns every active monitor that runners check, of all organizations, with its version.
    package func active(in db: any Connection) throws -> [ID<Monitor>: Int64] {
        Dictionary(
            uniqueKeysWithValues: try db.rows(
                """
                SELECT id, version
                FROM monitors
                WHERE deleted_at IS NULL AND NOT paused AND kind = \(MonitorKind.polled.rawValue)
                """
            ) { (try $0.next(ID<Monitor>.self), try $0.next(Int64.self)) })
    }

    /// A monitor that was created, edited, paused, resumed or deleted.
    package struct Change: Sendable, Equatable {
        package let id: ID<Monitor>
        /// Nil if it must no longer be checked.
        package let version: Int64?
    }

    /// Returns the changes of such monitors at or after an instant, oldest first.
    ///
    /// A change becomes visible a transaction's length after its instant. Callers must therefore look back a few seconds each
    /// time and accept repeats.
    package func changed(since instant: Instant, in db: any Connection) throws -> [Change] {
        try db.rows(
            """
            SELECT id, CASE WHEN deleted_at IS NULL AND NOT paused THEN version END
            FROM monitors
            WHERE updated_at >= \(instant) AND kind = \(MonitorKind.polled.rawValue)
            ORDER BY updated_at, id
            """
        ) { Change(id: try $0.next(), version: try $0.next()) }
    }

    /// A span in which a monitor was paused.
    package struct Pause: Sendable, Equatable {
        package let monitor: ID<Monitor>
        package let from: Instant
        /// Nil while it lasts.
        package let until: Instant?
    }

    /// Returns the pauses of some monitors that overlap a span of time, ordered by monitor and start.
    package func pauses(of monitors: [ID<Monitor>], from: Instant, to: Instant, in db: any Connection) throws -> [Pause] {
        try db.rows(
            """
            SELECT monitor_id, from_at, until_at
            FROM pauses
            WHERE monitor_id \(in: monitors) AND from_at < \(to) AND (until_at IS NULL OR until_at > \(from))
            ORDER BY monitor_id, from_at
            """
        ) { Pause(monitor: try $0.next(), from: try $0.next(), until: try $0.next()) }
    }

    func condition(_ filter: MonitorFilter) -> SQL {
        let type: SQL = filter.type.map { "AND type = \($0)" } ?? ""
        let tag: SQL = filter.tag.map { "AND tags_key LIKE \(LikePattern.containing("\n\($0)\n")) ESCAPE '\\'" } ?? ""
        let group: SQL = filter.group.map { "AND group_name = \($0)" } ?? ""
        let query: SQL = filter.query.map { "AND search_key LIKE \(LikePattern.containing($0)) ESCAPE '\\'" } ?? ""
        return "\(type) \(tag) \(group) \(query)"
    }
}
