package import HawkCore

/// The result of one retention step. Steps are short, so that they never block the writer for long.
package struct HistorySlice: Sendable, Equatable {
    package let removed: Int
    /// Where to continue. Nil when all old rows are removed.
    package let next: ID<Monitor>?
}

/// Removes the old end of a table with the key (monitor, slot, …), monitor by monitor, each as a range of its key.
struct HistoryPruning {
    /// How many monitors one step examines if they have nothing to remove.
    static let monitorsPerSlice = 200

    let table: SQL

    /// - Parameters:
    ///   - monitor: the first monitor.
    ///   - limit: the approximate maximum of rows to remove.
    func remove(before end: Instant, from monitor: ID<Monitor>, limit: Int, in db: any Connection) throws -> HistorySlice {
        var removed = 0
        var position = monitor
        for _ in 0..<Self.monitorsPerSlice {
            guard let monitor = try self.first(from: position, in: db) else { return HistorySlice(removed: removed, next: nil) }
            guard removed < limit else { return HistorySlice(removed: removed, next: monitor) }
            let boundary = try self.boundary(of: monitor, after: limit - removed, in: db) ?? end
            removed += try db.execute(
                "DELETE FROM \(self.table) WHERE monitor_id = \(monitor) AND slot < \(min(boundary, end))")
            position = boundary < end ? monitor : ID(monitor.rawValue + 1)
        }
        return HistorySlice(removed: removed, next: position)
    }

    private func first(from monitor: ID<Monitor>, in db: any Connection) throws -> ID<Monitor>? {
        try db.first("SELECT min(monitor_id) FROM \(self.table) WHERE monitor_id >= \(monitor)") {
            try $0.next(ID<Monitor>?.self)
        } ?? nil
    }

    /// Returns the slot below which about `count` of the monitor's oldest rows lie. Nil if it has fewer. It always lies beyond
    /// the oldest row, so that every step makes progress.
    private func boundary(of monitor: ID<Monitor>, after count: Int, in db: any Connection) throws -> Instant? {
        try db.first(
            """
            SELECT slot
            FROM \(self.table)
            WHERE monitor_id = \(monitor)
            ORDER BY slot, location
            LIMIT 1 OFFSET \(count)
            """
        ) { try $0.next(Instant.self) + .milliseconds(1) }
    }
}
