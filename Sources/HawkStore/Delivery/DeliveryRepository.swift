package import HawkCore

/// `deliveries`: one alert to one channel each, planned once, and claimed by one notifier at a time.
package struct DeliveryRepository: Sendable {
    package init() {}

    /// Plans an event's deliveries. Those that are already planned stay unchanged. Each gets a permanent key of its own.
    ///
    /// None is due before an earlier one of its channel and incident, which it must wait for. A due delivery can therefore be
    /// sent, and the search for a channel's next delivery skips no long queue of blocked ones.
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
                    AND earlier.recipient = '' AND earlier.not_before > \(notBefore)
                ), \(notBefore)
              ), \(held), \(now)
            )
            ON CONFLICT DO NOTHING
            """, forEach: channels)
    }

    /// Returns 128 random bits.
    static func makeKey() -> String {
        (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
