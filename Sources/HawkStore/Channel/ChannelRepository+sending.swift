package import HawkCore

extension ChannelRepository {
    /// Returns the channels for an alert, oldest first. Disabled channels are excluded, with one exception: a channel that got
    /// the start of an incident also gets its end, which waits for it.
    /// - Parameters:
    ///   - ids: nil for the organization's default channels.
    ///   - incident: the incident that ends, or nil if the alert is not an end.
    package func recipients(
        _ ids: [ID<Channel>]?, of organization: ID<Organization>, endOf incident: ID<Incident>? = nil, in db: any Connection
    ) throws -> [Channel] {
        let chosen: SQL = ids.map { "id \(in: $0)" } ?? "is_default"
        return try db.rows(
            """
            SELECT \(Self.columns)
            FROM channels
            WHERE organization_id = \(organization) AND deleted_at IS NULL AND \(chosen)
              AND (
                enabled OR EXISTS (
                  SELECT 1
                  FROM deliveries
                  WHERE deliveries.organization_id = \(organization) AND incident_id = \(incident) AND channel_id = channels.id
                    AND status IN ('pending', 'sent')
                )
              )
            ORDER BY id
            """, Self.decode)
    }

    /// Stores the error of the last test, or nil for success.
    package func record(error: String?, of id: ID<Channel>, in db: any Connection) throws {
        try db.execute("UPDATE channels SET last_error = \(error) WHERE id = \(id) AND last_error IS DISTINCT FROM \(error)")
    }

    /// Stores the result of the last delivery.
    /// - Parameters:
    ///   - error: nil if it was sent.
    ///   - slowUntil: until when the channel counts as slow, or nil if it is quick.
    package func record(error: String?, slowUntil: Instant?, of id: ID<Channel>, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE channels
            SET last_error = \(error), slow_until = \(slowUntil)
            WHERE id = \(id) AND (last_error IS DISTINCT FROM \(error) OR slow_until IS DISTINCT FROM \(slowUntil))
            """)
    }

    /// Sends nothing to the channel before an instant, because its receiver requested that. A later request replaces it.
    package func wait(until instant: Instant, of id: ID<Channel>, in db: any Connection) throws {
        try db.execute("UPDATE channels SET waits_until = \(instant) WHERE id = \(id)")
    }
}
