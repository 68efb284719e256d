import HawkCore

extension Incident {
    /// The columns in the order in which `init(from:)` reads them.
    static let columns: SQL = """
        id, organization_id, public_id, title, status, severity, cause, started_at, confirmed_at, acknowledged_at,
        acknowledged_by, (SELECT name FROM users WHERE users.id = acknowledged_by), resolved_at, reason, message, is_public,
        version
        """

    /// Reads an incident without its monitors, which are in another table.
    init(from row: inout Row) throws {
        self.init(
            id: try row.next(), organization: try row.next(), publicID: try row.next(), title: try row.next(), monitors: [],
            status: try row.next(), severity: try row.next(), cause: try row.next(), startedAt: try row.next(),
            confirmedAt: try row.next(), acknowledgedAt: try row.next(),
            acknowledgedBy: try Acknowledger(from: &row), resolvedAt: try row.next(), reason: try row.next(),
            message: try row.next(), isPublic: try row.next(), version: try row.next())
    }
}

extension Incident.Acknowledger {
    fileprivate init?(from row: inout Row) throws {
        let (id, name): (ID<User>?, String?) = (try row.next(), try row.next())
        guard let id, let name else { return nil }
        self.init(id: id, name: name)
    }
}
