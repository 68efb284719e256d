package import HawkCore

/// The results of claimed deliveries. The end of a delivery is published as a live event.
extension DeliveryRepository {
    /// Extends the claims of deliveries in progress, so that no other notifier claims them.
    package func renew(_ ids: [ID<Delivery>], until: Instant, by holder: String, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE deliveries
            SET claimed_until = \(until)
            WHERE id \(in: ids) AND status = 'pending' AND claimed_by = \(holder)
            """)
    }

    /// Releases the claims of a process with this name that died. Its deliveries are sent again under the same key.
    package func release(heldBy holder: String, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE deliveries
            SET claimed_until = NULL, claimed_by = NULL
            WHERE status = 'pending' AND claimed_by = \(holder)
            """)
    }

    /// Records that the receiver accepted it.
    /// - Parameter detail: a remark on a success, such as the recipients who did not get it.
    /// - Parameter reference: the receiver's reference to the message.
    /// - Returns: false if the claim was lost meanwhile, so that another notifier sends it again.
    @discardableResult
    package func sent(
        _ delivery: Delivery, detail: String? = nil, reference: String? = nil, by holder: String, in db: any Connection
    ) throws -> Bool {
        let now = try db.now()
        let changed = try db.execute(
            """
            UPDATE deliveries
            SET status = 'sent', sent_at = \(now), last_error = \(detail?.storable), reference = \(reference?.storable),
                claimed_until = NULL, claimed_by = NULL
            WHERE id = \(delivery.id) AND status = 'pending' AND claimed_by = \(holder)
            """)
        return try self.ended(delivery, as: .sent, changed, in: db)
    }

    /// Returns the receiver's reference to the first message about the same incident. Nil if there is none.
    /// - Parameter instant: the last change of the channel, which may have been given another receiver then.
    package func thread(of delivery: Delivery, since instant: Instant, in db: any Connection) throws -> String? {
        guard let incident = delivery.incident else { return nil }
        return try db.first(
            """
            SELECT reference
            FROM deliveries
            WHERE incident_id = \(incident) AND channel_id = \(delivery.channel) AND event_id < \(delivery.event)
              AND reference IS NOT NULL AND sent_at >= \(instant)
            ORDER BY id
            LIMIT 1
            """
        ) { try $0.next(String.self) }
    }

    /// Schedules a retry. Later deliveries of the same channel, incident and recipient are not due before this one.
    /// - Returns: false if the claim was lost meanwhile.
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

    /// Ends a delivery without success.
    /// - Parameter status: `failed` if the receiver refused it, `dropped` if it is no longer useful.
    /// - Returns: false if the claim was lost meanwhile.
    @discardableResult
    package func end(
        _ delivery: Delivery, as status: DeliveryStatus, error: String?, by holder: String, in db: any Connection
    ) throws -> Bool {
        precondition(status == .failed || status == .dropped, "a delivery that ends without success must be failed or dropped")
        let changed = try db.execute(
            """
            UPDATE deliveries
            SET status = \(status), last_error = \(error?.storable), claimed_until = NULL, claimed_by = NULL
            WHERE id = \(delivery.id) AND status = 'pending' AND claimed_by = \(holder)
            """)
        return try self.ended(delivery, as: status, changed, in: db)
    }

    /// - Parameter changed: how many rows the statement changed.
    private func ended(
        _ delivery: Delivery, as status: DeliveryStatus, _ changed: Int, in db: any Connection
    ) throws -> Bool {
        guard changed == 1 else { return false }
        try db.afterCommit(publish: .delivery(delivery.id, delivery.channel, status), of: delivery.organization)
        return true
    }
}
