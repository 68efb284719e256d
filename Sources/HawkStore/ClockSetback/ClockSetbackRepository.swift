package import HawkCore

/// `clock_setbacks`, and the traces of a clock that was ahead in other tables.
package struct ClockSetbackRepository: Sendable {
    package init() {}

    package func insert(_ setback: ClockSetback, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO clock_setbacks (found_at, from_at, until_at)
            VALUES (\(setback.foundAt), \(setback.span.lowerBound), \(setback.span.upperBound))
            ON CONFLICT (found_at) DO UPDATE
            SET from_at = excluded.from_at, until_at = excluded.until_at
            """)
    }

    /// Returns all setbacks, oldest first.
    package func all(in db: any Connection) throws -> [ClockSetback] {
        try db.rows("SELECT found_at, from_at, until_at FROM clock_setbacks ORDER BY found_at") { row in
            let (foundAt, from) = (try row.next(Instant.self), try row.next(Instant.self))
            return ClockSetback(foundAt: foundAt, span: from..<max(from, try row.next()))
        }
    }

    /// Moves future instants from the clock that was ahead to the present: waiting work, and the starts of present states.
    /// Otherwise the work would wait until those instants. Finished periods keep their instants. Wakes the notifiers.
    package func release(at now: Instant, claimedFor claim: Duration, in db: any Connection) throws {
        let statements: [SQL] = [
            "UPDATE deliveries SET not_before = \(now) WHERE status = 'pending' AND not_before > \(now)",
            """
            UPDATE deliveries
            SET claimed_until = \(now + claim)
            WHERE status = 'pending' AND claimed_until > \(now + claim)
            """,
            "UPDATE channels SET waits_until = \(now) WHERE waits_until > \(now)",
            "UPDATE channels SET slow_until = \(now) WHERE slow_until > \(now)",
            "UPDATE incidents SET started_at = \(now), version = version + 1 WHERE resolved_at IS NULL AND started_at > \(now)",
            "UPDATE monitor_states SET since = \(now), version = version + 1 WHERE since > \(now)",
            "UPDATE monitors SET effective_at = \(now), version = version + 1 WHERE effective_at > \(now)",
            "UPDATE pauses SET from_at = \(now) WHERE until_at IS NULL AND from_at > \(now)",
            "UPDATE runners SET seen_at = \(now) WHERE seen_at > \(now)",
            "DELETE FROM intakes WHERE from_at > \(now)",
            "UPDATE intakes SET until_at = \(now) WHERE until_at > \(now)",
        ]
        for statement in statements { try db.execute(statement) }
        db.afterCommit(.wake(.alertsPending))
    }
}
