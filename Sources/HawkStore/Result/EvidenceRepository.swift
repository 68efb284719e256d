package import HawkCore

/// `evidence`: the traces of the failed checks that are worth keeping.
package struct EvidenceRepository: Sendable {
    package init() {}

    /// Stores the evidence of those results that have some; what is stored stays.
    package func insert(_ results: [CheckResult], in db: any Connection) throws {
        let rows = try results.filter { !$0.evidence.isEmpty }.map { (result: $0, attempts: try JSONText($0.evidence)) }
        try db.execute(
            """
            INSERT INTO evidence (monitor_id, slot, location, attempts)
            VALUES (\(\.result.monitor), \(\.result.slot), \(\.result.location), \(\.attempts))
            ON CONFLICT (monitor_id, slot, location) DO NOTHING
            """, forEach: rows)
    }

    /// Every attempt of a failed check, nil where none was kept.
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

    /// Removes some of the evidence with slots before an instant. Call until `next` is nil, each time with the former `next`.
    package func removeSlice(
        before end: Instant, from monitor: ID<Monitor> = ID(0), limit: Int = 500, in db: any Connection
    ) throws -> HistorySlice {
        try HistoryPruning(table: "evidence").remove(before: end, from: monitor, limit: limit, in: db)
    }
}
