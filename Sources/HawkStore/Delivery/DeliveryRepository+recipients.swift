package import HawkCore

/// Recipients of a channel who need deliveries of their own because an alert did not reach them. Each has its own order, so that
/// the other recipients neither get duplicates nor wait.
extension DeliveryRepository {
    /// Returns the recipients with an earlier pending alert of the same incident. They get this one after it.
    package func waiting(for delivery: Delivery, in db: any Connection) throws -> Set<String> {
        guard let incident = delivery.incident else { return [] }
        return Set(
            try db.rows(
                """
                SELECT recipient
                FROM deliveries
                WHERE status = 'pending' AND channel_id = \(delivery.channel) AND incident_id = \(incident)
                  AND recipient <> '' AND event_id < \(delivery.event)
                """
            ) { try $0.next(String.self) })
    }

    /// Plans a separate delivery for one recipient whom the common one did not reach. It keeps the age of that delivery.
    ///
    /// It is not due before an earlier one of the same recipient and incident, which it must wait for.
    /// - Parameter attempts: how many have failed.
    package func plan(
        _ delivery: Delivery, for recipient: String, attempts: Int, notBefore: Instant, error: String?, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO deliveries (
              organization_id, event_id, channel_id, incident_id, kind, recipient, key, status, attempts, not_before, held,
              last_error, created_at
            )
            VALUES (
              \(delivery.organization), \(delivery.event), \(delivery.channel), \(delivery.incident), \(delivery.kind),
              \(recipient), \(Self.makeKey()), \(DeliveryStatus.pending), \(attempts),
              coalesce(
                (
                  SELECT max(earlier.not_before)
                  FROM deliveries AS earlier
                  WHERE earlier.status = 'pending' AND earlier.channel_id = \(delivery.channel)
                    AND earlier.incident_id = \(delivery.incident) AND earlier.recipient = \(recipient)
                    AND earlier.not_before > \(notBefore)
                ), \(notBefore)
              ), \(delivery.held), \(error?.storable), \(delivery.createdAt)
            )
            ON CONFLICT DO NOTHING
            """)
    }
}
