package import HawkCore

/// The leader, the end of its lease and the progress of its work. One row of `leases`.
package struct Lease: Sendable, Equatable {
    /// Grows with each change of holder.
    package let epoch: Int64
    package let expiresAt: Instant
    /// Everything before this instant is done. A new leader continues here.
    package let emittedThrough: Instant
}

/// `leases`: many schedulers may run, but only one leads.
package struct LeaseRepository: Sendable {
    package init() {}

    /// Acquires a free or expired lease, or renews its own. Compares with `db.now()`.
    ///
    /// - Parameters:
    ///   - holder: identifies this run of the process. Another run is another holder.
    ///   - emittedThrough: stored by the holder, never moved back. A new holder inherits the last stored value.
    /// - Returns: nil while another holder has it. A lease that lasts longer than any can was acquired before the clock was set
    ///   back and not renewed since, so it counts as expired.
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

    /// Restarts the lease after the clock was set back: the next epoch invalidates earlier tasks, and work continues from now.
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

    /// Releases a lease at once, so that a successor need not wait for its expiry. Does nothing to another holder's lease.
    package func release(_ name: String, holder: String, in db: any Connection) throws {
        try db.execute("UPDATE leases SET expires_at = \(db.now()) WHERE name = \(name) AND holder = \(holder)")
    }
}
