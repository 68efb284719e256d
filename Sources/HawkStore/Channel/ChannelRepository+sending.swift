package import HawkCore

extension ChannelRepository {
    /// The channels that are to be told now, in the order of their making. Those switched off are left out, but for the end of what they
    /// were told the beginning of: it waits for them.
    /// - Parameters:
    ///   - ids: nil: the organization's default channels.
    ///   - incident: whose end it is; nil: it is no end.
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

    /// Remembers what went wrong with the last test, or with nil that nothing did.
    package func record(error: String?, of id: ID<Channel>, in db: any Connection) throws {
        try db.execute("UPDATE channels SET last_error = \(error) WHERE id = \(id) AND last_error IS DISTINCT FROM \(error)")
    }

    /// Remembers how the last delivery went.
    /// - Parameters:
    ///   - error: nil when it was sent.
    ///   - slowUntil: until when the channel counts as slow; nil: it is quick.
    package func record(error: String?, slowUntil: Instant?, of id: ID<Channel>, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE channels
            SET last_error = \(error), slow_until = \(slowUntil)
            WHERE id = \(id) AND (last_error IS DISTINCT FROM \(error) OR slow_until IS DISTINCT FROM \(slowUntil))
            """)
    }

    /// Sends nothing to the channel before an instant: its receiver asked for that. Another wish replaces the last one.
    package func wait(until instant: Instant, of id: ID<Channel>, in db: any Connection) throws {
        try db.execute("UPDATE channels SET waits_until = \(instant) WHERE id = \(id)")
    }
}
