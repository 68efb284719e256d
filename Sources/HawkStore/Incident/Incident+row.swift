import HawkCore

extension Incident {
    /// In the order in which `init(from:)` reads them.
    static let columns: SQL = """
        id, organization_id, public_id, title, status, severity, cause, started_at, confirmed_at, acknowledged_at, resolved_at,
        reason, message, version
        """

    /// Without its monitors, which stand in a table of their own.
    init(from row: inout Row) throws {
        self.init(
            id: try row.next(), organization: try row.next(), publicID: try row.next(), title: try row.next(), monitors: [],
            status: try row.next(), severity: try row.next(), cause: try row.next(), startedAt: try row.next(),
            confirmedAt: try row.next(), acknowledgedAt: try row.next(), resolvedAt: try row.next(), reason: try row.next(),
            message: try row.next(), version: try row.next())
    }
}
