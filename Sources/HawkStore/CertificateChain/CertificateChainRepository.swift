package import HawkCore

/// `certificate_chains`: the last chain of each monitor's target, one row each.
package struct CertificateChainRepository: Sendable {
    package init() {}

    /// Stores the chains of the results that have one, ordered by monitor. A chain that was seen later stays.
    package func save(_ results: [CheckResult], in db: any Connection) throws {
        let rows = try results.sorted { $0.monitor < $1.monitor }.compactMap { result in
            try result.chain.map {
                (
                    result: result, certificates: try JSONText($0.certificates), problem: $0.problem,
                    expiresAt: $0.firstToExpire.notAfter
                )
            }
        }
        try db.execute(
            """
            INSERT INTO certificate_chains (monitor_id, revision, location, seen_at, certificates, problem, expires_at)
            VALUES (
              \(\.result.monitor), \(\.result.revision), \(\.result.location), \(\.result.slot), \(\.certificates),
              \(\.problem), \(\.expiresAt)
            )
            ON CONFLICT (monitor_id) DO UPDATE
            SET revision = excluded.revision, location = excluded.location, seen_at = excluded.seen_at,
              certificates = excluded.certificates, problem = excluded.problem, expires_at = excluded.expires_at
            WHERE certificate_chains.seen_at <= excluded.seen_at
            """, forEach: rows)
    }

    /// Returns nil if the monitor's present target has sent no certificates.
    package func find(of monitor: Monitor, in db: any Connection) throws -> CertificateSighting? {
        try db.first(
            """
            SELECT location, seen_at, certificates, problem
            FROM certificate_chains
            WHERE monitor_id = \(monitor.id) AND revision = \(monitor.revision)
            """
        ) { row in
            let location = try row.next(String.self)
            let seenAt = try row.next(Instant.self)
            let certificates = try row.next(JSONText<[CertificateSummary]>.self).value
            return CertificateChain(certificates, problem: try row.next()).map {
                CertificateSighting(chain: $0, location: location, seenAt: seenAt)
            }
        } ?? nil
    }
}
