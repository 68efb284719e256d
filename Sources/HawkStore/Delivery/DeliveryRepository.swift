package import HawkCore

/// `deliveries`: one alert to one channel each, planned once, claimed by one notifier at a time.
package struct DeliveryRepository: Sendable {
    package init() {}

    /// Plans an event's deliveries; those that are planned already stay as they are. Each gets a key of its own for ever.
    ///
    /// None is due before an earlier one of its channel and incident, which it must wait for: what is due can then be sent, and
    /// the next delivery of a channel is found without passing over many that cannot.
    package func plan(
        _ event: AlertEvent, to channels: [ID<Channel>], notBefore: Instant, held: Bool = false, in db: any Connection
    ) throws {
        let now = try db.now()
        try db.execute(
            """
            INSERT INTO deliveries (
              organization_id, event_id, channel_id, incident_id, kind, key, status, attempts, not_before, held, created_at
            )
            VALUES (
              \(event.organization), \(event.id), \({ $0 }), \(event.incident), \(event.kind), \({ _ in Self.makeKey() }),
              \(DeliveryStatus.pending), 0,
              coalesce(
                (
                  SELECT max(earlier.not_before)
                  FROM deliveries AS earlier
                  WHERE earlier.status = 'pending' AND earlier.channel_id = \({ $0 }) AND earlier.incident_id = \(event.incident)
                    AND earlier.not_before > \(notBefore)
                ), \(notBefore)
              ), \(held), \(now)
            )
            ON CONFLICT DO NOTHING
            """, forEach: channels)
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

    /// Tries again later. Later deliveries of the same channel and incident, which wait for this one, are not due before it.
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
                  AND id > \(delivery.id) AND not_before < \(instant)
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

    /// Drops what is pending for a channel that is no more.
    package func dropPending(of channel: ID<Channel>, of organization: ID<Organization>, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE deliveries
            SET status = 'dropped', last_error = 'the channel was deleted', claimed_until = NULL, claimed_by = NULL
            WHERE channel_id = \(channel) AND organization_id = \(organization) AND status = 'pending'
            """)
    }

    /// 128 random bits.
    private static func makeKey() -> String {
        (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
