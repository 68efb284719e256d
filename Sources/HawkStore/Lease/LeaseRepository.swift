package import HawkCore

/// Who leads, for how long, and how far the work has come: one row of `leases`.
package struct Lease: Sendable, Equatable {
    /// Grows with each change of holder.
    package let epoch: Int64
    package let expiresAt: Instant
    /// Everything before is done; a new leader goes on from here.
    package let emittedThrough: Instant
}

/// `leases`: many may run, one leads.
package struct LeaseRepository: Sendable {
    package init() {}

    /// Takes a lease that is free or expired, or renews one's own. Compares with `db.now()`.
    ///
    /// - Parameters:
    ///   - holder: names this process's run; another run of the same process is another holder.
    ///   - emittedThrough: stored by the holder, never moved back; a new holder inherits what the former one stored.
    /// - Returns: nil while somebody else holds it. One that lasts for longer than any does was taken before the clock was set back, by a
    ///   holder that has not renewed it since.
    package func acquire(
        _ name: String, holder: String, for duration: Duration, emittedThrough: Instant, in db: any Connection
    ) throws -> Lease? {
        let now = try db.now()
        return try db.first(
            """
            INSERT INTO leases (name, holder, epoch, expires_at, emitted_through)
            VALUES (\(name), \(holder), 1, \(now + duration), \(emittedThrough))
            ON CONFLICT (name) DO UPDATE
            SET holder = excluded.holder,
              epoch = CASE WHEN leases.holder = excluded.holder THEN leases.epoch ELSE leases.epoch + 1 END,
              expires_at = excluded.expires_at,
              emitted_through = CASE
                WHEN leases.holder = excluded.holder AND excluded.emitted_through > leases.emitted_through
                THEN excluded.emitted_through
                ELSE leases.emitted_through
              END
            WHERE leases.holder = excluded.holder OR leases.expires_at <= \(now) OR leases.expires_at > \(now + duration * 2)
            RETURNING epoch, expires_at, emitted_through
            """
        ) { Lease(epoch: try $0.next(), expiresAt: try $0.next(), emittedThrough: try $0.next()) }
    }

    /// Begins anew where the clock was set back: under the next epoch, so that tasks of before are dropped, and from the present on.
    package func restart(_ name: String, for duration: Duration, at now: Instant, in db: any Connection) throws -> Lease? {
        try db.first(
            """
            UPDATE leases
            SET epoch = epoch + 1, expires_at = \(now + duration), emitted_through = \(now)
            WHERE name = \(name)
            RETURNING epoch, expires_at, emitted_through
            """
        ) { Lease(epoch: try $0.next(), expiresAt: try $0.next(), emittedThrough: try $0.next()) }
    }

    /// Gives a lease up at once, so that a successor need not wait for its expiry. Does nothing to another's.
    package func release(_ name: String, holder: String, in db: any Connection) throws {
        try db.execute("UPDATE leases SET expires_at = \(db.now()) WHERE name = \(name) AND holder = \(holder)")
    }
}
