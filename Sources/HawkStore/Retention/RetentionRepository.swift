package import HawkCore

/// Removes data older than its retention, in limited batches.
package struct RetentionRepository: Sendable {
    /// Data with an age, in order of removal: an alert event is removed after its deliveries.
    package enum Kind: String, Sendable, CaseIterable {
        /// Finished deliveries.
        case deliveries
        /// Without deliveries. Those of open incidents stay, because they prevent duplicate alerts.
        case alertEvents = "alert_events"
        /// Revoked or expired before the instant.
        case tokens
        /// Accepted, revoked or expired before the instant.
        case invitations
        case sessions
        /// Expired, and no longer needed to count the requests of a day.
        case mailedLinks = "mailed_links"
        case idempotencyKeys = "idempotency_keys"
    }

    package init() {}

    /// - Returns: how many rows were removed. Fewer than `limit` if there are no more.
    @discardableResult
    package func removeBatch(_ kind: Kind, before instant: Instant, limit: Int, in db: any Connection) throws -> Int {
        try db.execute(self.statement(kind, before: instant, limit: limit))
    }

    private func statement(_ kind: Kind, before instant: Instant, limit: Int) -> SQL {
        switch kind {
        case .deliveries:
            """
            DELETE FROM deliveries
            WHERE id IN (
              SELECT id FROM deliveries WHERE status <> 'pending' AND created_at < \(instant) ORDER BY created_at LIMIT \(limit)
            )
            """
        case .alertEvents:
            """
            DELETE FROM alert_events
            WHERE id IN (
              SELECT e.id
              FROM alert_events e
              WHERE e.created_at < \(instant) AND e.planned_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_id = e.id)
                AND NOT EXISTS (SELECT 1 FROM incidents i WHERE i.id = e.incident_id AND i.resolved_at IS NULL)
              ORDER BY e.created_at
              LIMIT \(limit)
            )
            """
        case .tokens:
            """
            DELETE FROM tokens
            WHERE id IN (SELECT id FROM tokens WHERE revoked_at < \(instant) OR expires_at < \(instant) ORDER BY id LIMIT \(limit))
            """
        case .invitations:
            """
            DELETE FROM invitations
            WHERE id IN (
              SELECT id
              FROM invitations
              WHERE accepted_at < \(instant) OR revoked_at < \(instant) OR expires_at < \(instant)
              ORDER BY id
              LIMIT \(limit)
            )
            """
        case .sessions:
            """
            DELETE FROM sessions
            WHERE id IN (SELECT id FROM sessions WHERE expires_at < \(instant) ORDER BY expires_at LIMIT \(limit))
            """
        case .mailedLinks:
            """
            DELETE FROM mailed_links
            WHERE id IN (
              SELECT id FROM mailed_links
              WHERE expires_at < \(instant) AND day_began_at < \(instant - MailedLink.day)
              ORDER BY expires_at
              LIMIT \(limit)
            )
            """
        case .idempotencyKeys:
            """
            DELETE FROM idempotency_keys
            WHERE (scope, key) IN (
              SELECT scope, key FROM idempotency_keys WHERE created_at < \(instant) ORDER BY created_at LIMIT \(limit)
            )
            """
        }
    }
}
