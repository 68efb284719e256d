package import HawkCore

/// `monitor_states`: the state of a monitor over all locations. Updated only when a verdict changes.
package struct MonitorStateRepository: Sendable {
    package init() {}

    /// Returns states in id order, locked until the transaction ends if the engine supports that. Creates missing ones.
    package func lock(_ monitors: [ID<Monitor>], in db: any Connection) throws -> [MonitorState] {
        try db.execute(
            """
            INSERT INTO monitor_states (monitor_id, version, verdict, since)
            VALUES (\({ $0 }), 1, \(Verdict.pending), 0)
            ON CONFLICT (monitor_id) DO NOTHING
            """, forEach: Set(monitors).sorted())
        return try db.rows(
            """
            SELECT \(MonitorState.columns)
            FROM monitor_states
            WHERE monitor_id \(in: monitors)
            ORDER BY monitor_id
            \(.forUpdate)
            """, MonitorState.init(from:))
    }

    /// Stores a changed state.
    /// - Returns: the state with its new version.
    /// - Throws: `StoreError.conflict` if another change happened since it was read.
    @discardableResult
    package func save(_ state: MonitorState, in db: any Connection) throws -> MonitorState {
        let watch = state.certificates == CertificateWatch() ? nil : try JSONText(state.certificates)
        try db.execute(
            """
            UPDATE monitor_states
            SET version = version + 1, verdict = \(state.verdict), since = \(state.since), incident_id = \(state.incident),
              anomaly_incident_id = \(state.anomalyIncident), certificate_incident_id = \(state.certificateIncident),
              certificate_watch = \(watch)
            WHERE monitor_id = \(state.monitor) AND version = \(state.version)
            """, changing: .exactlyOne)
        var stored = state
        stored.version += 1
        return stored
    }

    /// Returns the states of some monitors in id order. Monitors that never had a verdict have none.
    package func all(of monitors: [ID<Monitor>], in db: any Connection) throws -> [MonitorState] {
        try db.rows(
            """
            SELECT \(MonitorState.columns)
            FROM monitor_states
            WHERE monitor_id \(in: monitors)
            ORDER BY monitor_id
            """, MonitorState.init(from:))
    }
}

extension MonitorState {
    fileprivate static let columns: SQL = """
        monitor_id, version, verdict, since, incident_id, anomaly_incident_id, certificate_incident_id, certificate_watch
        """

    fileprivate init(from row: inout Row) throws {
        self.init(
            monitor: try row.next(), version: try row.next(), verdict: try row.next(), since: try row.next(),
            incident: try row.next(), anomalyIncident: try row.next())
        self.certificateIncident = try row.next()
        self.certificates = try row.next(JSONText<CertificateWatch>?.self)?.value ?? CertificateWatch()
    }
}
