package import HawkCore

/// Deliveries that are no longer useful, or not at present.
extension DeliveryRepository {
    package static let monitorDeleted = "the monitor was deleted"
    package static let switchedOff = "the channel is disabled: the alert is sent when the channel is enabled again"

    /// Drops the pending deliveries of a deleted channel.
    package func dropPending(of channel: ID<Channel>, of organization: ID<Organization>, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE deliveries
            SET status = 'dropped', last_error = 'the channel was deleted', claimed_until = NULL, claimed_by = NULL
            WHERE channel_id = \(channel) AND organization_id = \(organization) AND status = 'pending'
            """)
    }

    /// Records why the deliveries of a disabled channel wait.
    package func recordSwitchedOff(_ channel: ID<Channel>, in db: any Connection) throws {
        try db.execute(
            "UPDATE deliveries SET last_error = \(Self.switchedOff) WHERE channel_id = \(channel) AND status = 'pending'")
    }

    /// Drops deliveries that have waited for a disabled channel since before an instant, because they are outdated.
    package func dropPending(of channel: ID<Channel>, before instant: Instant, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE deliveries
            SET status = 'dropped', last_error = 'the channel was disabled for a day', claimed_until = NULL, claimed_by = NULL
            WHERE channel_id = \(channel) AND status = 'pending' AND created_at < \(instant)
            """)
    }

    /// Drops the pending deliveries about a deleted monitor. Kept are announcements, deliveries in progress, and the ends of
    /// incidents whose start the channel got.
    package func dropPending(about monitor: ID<Monitor>, of organization: ID<Organization>, in db: any Connection) throws {
        let now = try db.now()
        let pending: SQL = """
            organization_id = \(organization) AND status = 'pending' AND (claimed_until IS NULL OR claimed_until <= \(now))
              AND EXISTS (SELECT 1 FROM alert_events WHERE alert_events.id = event_id AND monitor_id = \(monitor))
              AND NOT EXISTS (SELECT 1 FROM incidents WHERE incidents.id = incident_id AND cause = 'manual')
            """
        try db.execute(
            """
            UPDATE deliveries
            SET status = 'dropped', last_error = \(Self.monitorDeleted), claimed_until = NULL, claimed_by = NULL
            WHERE \(pending) AND kind NOT IN (\(AlertKind.incidentResolved), \(AlertKind.anomalyClosed))
            """)
        try db.execute(
            """
            UPDATE deliveries
            SET status = 'dropped', last_error = \(Self.monitorDeleted), claimed_until = NULL, claimed_by = NULL
            WHERE \(pending)
              AND NOT EXISTS (
                SELECT 1
                FROM deliveries AS earlier
                WHERE earlier.channel_id = deliveries.channel_id AND earlier.incident_id = deliveries.incident_id
                  AND earlier.status IN ('sent', 'pending') AND earlier.event_id < deliveries.event_id
              )
            """)
    }
}
