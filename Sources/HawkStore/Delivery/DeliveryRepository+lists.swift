package import HawkCore

extension DeliveryRepository {
    /// Returns a page of an organization's deliveries, newest first.
    /// - Parameter cursor: the last id of the previous page, or nil for the first page.
    package func page(
        of organization: ID<Organization>, matching filter: DeliveryFilter = DeliveryFilter(),
        before cursor: ID<Delivery>? = nil, limit: Int, in db: any Connection
    ) throws -> [Delivery] {
        let channel: SQL = filter.channel.map { "AND channel_id = \($0)" } ?? ""
        let incident: SQL = filter.incident.map { "AND incident_id = \($0)" } ?? ""
        let status: SQL = filter.status.map { "AND status = \($0)" } ?? ""
        return try db.rows(
            """
            SELECT \(Delivery.columns)
            FROM deliveries
            WHERE organization_id = \(organization) AND id < \(cursor ?? ID(.max)) \(channel) \(incident) \(status)
            ORDER BY id DESC
            LIMIT \(limit)
            """, Delivery.init(from:))
    }

    /// Returns the deliveries of an event in planning order.
    package func all(of event: ID<AlertEvent>, in db: any Connection) throws -> [Delivery] {
        try db.rows(
            """
            SELECT \(Delivery.columns)
            FROM deliveries
            WHERE event_id = \(event)
            ORDER BY id
            """, Delivery.init(from:))
    }

    package func find(_ id: ID<Delivery>, of organization: ID<Organization>, in db: any Connection) throws -> Delivery? {
        try db.first(
            """
            SELECT \(Delivery.columns)
            FROM deliveries
            WHERE id = \(id) AND organization_id = \(organization)
            """, Delivery.init(from:))
    }
}
