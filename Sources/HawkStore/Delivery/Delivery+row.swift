import HawkCore

extension Delivery {
    /// The columns in the order in which `init(from:)` reads them.
    static let columns: SQL = """
        id, organization_id, event_id, channel_id, incident_id, kind, recipient, key, status, attempts, not_before, held, last_error,
        created_at, sent_at
        """

    init(from row: inout Row) throws {
        self.init(
            id: try row.next(), organization: try row.next(), event: try row.next(), channel: try row.next(),
            incident: try row.next(), kind: try row.next(), recipient: try Self.recipient(row.next()), key: try row.next(),
            status: try row.next(),
            attempts: try row.next(), notBefore: try row.next(), held: try row.next(), lastError: try row.next(),
            createdAt: try row.next(), sentAt: try row.next())
    }

    private static func recipient(_ stored: String) -> String? { stored.isEmpty ? nil : stored }
}
