package import HawkCore

/// `evidence`: the evidence of failed checks that is kept.
package struct EvidenceRepository: Sendable {
    package init() {}

    /// Stores the evidence of the results that have some. Stored evidence stays unchanged.
    package func insert(_ results: [CheckResult], in db: any Connection) throws {
        let rows = try results.filter { !$0.evidence.isEmpty }.map { (result: $0, attempts: try JSONText($0.evidence)) }
        try db.execute(
            """
            INSERT INTO evidence (monitor_id, slot, location, attempts)
            VALUES (\(\.result.monitor), \(\.result.slot), \(\.result.location), \(\.attempts))
            ON CONFLICT (monitor_id, slot, location) DO NOTHING
            """, forEach: rows)
    }

    /// Returns every attempt of a failed check. Nil if none was kept.
    package func find(
        _ slot: Instant, of monitor: Monitor, at location: String, in db: any Connection
    ) throws -> [AttemptRecord]? {
        try db.first(
            """
            SELECT attempts
            FROM evidence
            WHERE monitor_id = \(monitor.id) AND slot = \(slot) AND location = \(location)
            """
        ) { try $0.next(JSONText<[AttemptRecord]>.self).value }
    }

    /// Removes a part of the evidence with slots before an instant. Call it with the last `next` until that is nil.
    package func removeSlice(
        before end: Instant, from monitor: ID<Monitor> = ID(0), limit: Int = 500, in db: any Connection
    ) throws -> HistorySlice {
        try HistoryPruning(table: "evidence").remove(before: end, from: monitor, limit: limit, in: db)
    }
}
