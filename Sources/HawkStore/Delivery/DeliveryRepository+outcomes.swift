package import HawkCore

/// What becomes of a claimed delivery.
extension DeliveryRepository {
    /// Keeps what is still being sent from being claimed by another notifier.
    package func renew(_ ids: [ID<Delivery>], until: Instant, by holder: String, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE deliveries
            SET claimed_until = \(until)
            WHERE id \(in: ids) AND status = 'pending' AND claimed_by = \(holder)
            """)
    }

    /// Frees what an earlier process of this name had claimed when it died, which is then sent again under the same key.
    package func release(heldBy holder: String, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE deliveries
            SET claimed_until = NULL, claimed_by = NULL
            WHERE status = 'pending' AND claimed_by = \(holder)
            """)
    }

    /// The receiver has it.
    /// - Parameter note: what is to be said of it all the same, such as who of several did not get it.
    /// - Returns: false when the claim was lost meanwhile; somebody else has sent it again, or will.
    @discardableResult
    package func sent(_ id: ID<Delivery>, note: String? = nil, by holder: String, in db: any Connection) throws -> Bool {
        let now = try db.now()
        return try db.execute(
            """
            UPDATE deliveries
            SET status = 'sent', sent_at = \(now), last_error = \(note?.storable), claimed_until = NULL, claimed_by = NULL
            WHERE id = \(id) AND status = 'pending' AND claimed_by = \(holder)
            """) == 1
    }

    /// Tries again later. Later deliveries of the same channel, incident and recipient, which wait for this one, are not due before it.
    /// - Returns: false when the claim was lost meanwhile.
    @discardableResult
    package func retry(
        _ delivery: Delivery, at instant: Instant, error: String, by holder: String, in db: any Connection
    ) throws -> Bool {
        let isOurs =
            try db.execute(
                """
                UPDATE deliveries
                SET not_before = \(instant), last_error = \(error.storable), claimed_until = NULL, claimed_by = NULL
                WHERE id = \(delivery.id) AND status = 'pending' AND claimed_by = \(holder)
                """) == 1
        if isOurs, let incident = delivery.incident {
            try db.execute(
                """
                UPDATE deliveries
                SET not_before = \(instant)
                WHERE status = 'pending' AND channel_id = \(delivery.channel) AND incident_id = \(incident)
                  AND recipient = \(delivery.recipient ?? "") AND event_id > \(delivery.event) AND not_before < \(instant)
                """)
        }
        return isOurs
    }

    /// Gives up.
    /// - Parameter status: `failed` when the receiver would not have it, `dropped` when it is of no use any more.
    /// - Returns: false when the claim was lost meanwhile.
    @discardableResult
    package func giveUp(
        _ id: ID<Delivery>, as status: DeliveryStatus, error: String?, by holder: String, in db: any Connection
    ) throws -> Bool {
        precondition(status == .failed || status == .dropped, "what is given up was not sent")
        return try db.execute(
            """
            UPDATE deliveries
            SET status = \(status), last_error = \(error?.storable), claimed_until = NULL, claimed_by = NULL
            WHERE id = \(id) AND status = 'pending' AND claimed_by = \(holder)
            """) == 1
    }
}
