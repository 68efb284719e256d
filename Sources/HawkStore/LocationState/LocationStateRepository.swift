package import HawkCore

/// `location_states`: the state of each monitor at each location. Updated by every check.
package struct LocationStateRepository: Sendable {
    package init() {}

    /// Returns the fold context of each key. A monitor that never existed has none. The rows of the states are locked in key
    /// order until the transaction ends, if the engine supports that.
    package func contexts(for keys: [LocationKey], in db: any Connection) throws -> [LocationKey: FoldContext] {
        let wanted = Set(keys)
        let monitors = try self.monitors(Array(Set(keys.map(\.monitor))), in: db)
        // Selects all locations of all monitors, which returns extra rows only if a batch mixes locations, and has one fixed
        // text.
        let states = try db.rows(
            """
            SELECT monitor_id, location, version, state
            FROM location_states
            WHERE monitor_id \(in: Set(keys.map(\.monitor))) AND location \(in: Set(keys.map(\.location)))
            ORDER BY monitor_id, location
            \(.forUpdate)
            """, self.state(from:))
        var contexts: [LocationKey: FoldContext] = [:]
        for key in wanted { contexts[key] = monitors[key.monitor] }
        for state in states { contexts[state.key]?.state = state }
        return contexts
    }

    /// Stores folded states in key order, each compared with the version that was read. A state with version 0 is inserted.
    /// - Returns: the indices of the states that another writer changed first, in no particular order. Empty if all were stored.
    package func save(_ states: [LocationState], in db: any Connection) throws -> [Int] {
        let ordered = states.indices.sorted { states[$0].key < states[$1].key }
        let new = ordered.filter { states[$0].version == 0 }
        let old = ordered.filter { states[$0].version > 0 }
        let notInserted = try db.execute(
            """
            INSERT INTO location_states (monitor_id, location, version, last_slot, last_outcome, last_latency_us, verdict, state)
            VALUES (
              \(\.monitor), \(\.location), 1, \({ $0.last?.slot }), \({ $0.last?.outcome }),
              \({ $0.last?.latency?.microseconds }), \(\.verdict), \(\.bytes)
            )
            ON CONFLICT (monitor_id, location) DO NOTHING
            """, forEach: new.map { states[$0] }, changing: .exactlyOne)
        let notUpdated = try db.execute(
            """
            UPDATE location_states
            SET version = version + 1, last_slot = \({ $0.last?.slot }), last_outcome = \({ $0.last?.outcome }),
              last_latency_us = \({ $0.last?.latency?.microseconds }), verdict = \(\.verdict), state = \(\.bytes)
            WHERE monitor_id = \(\.monitor) AND location = \(\.location) AND version = \(\.version)
            """, forEach: old.map { states[$0] }, changing: .exactlyOne)
        return notInserted.map { new[$0] } + notUpdated.map { old[$0] }
    }

    /// Returns all states of some monitors, in key order.
    package func all(of monitors: [ID<Monitor>], in db: any Connection) throws -> [LocationState] {
        try db.rows(
            """
            SELECT monitor_id, location, version, state
            FROM location_states
            WHERE monitor_id \(in: monitors)
            ORDER BY monitor_id, location
            """, self.state(from:))
    }

    /// Returns the states whose last slot lies after an instant, in key order and locked, so that recorders wait.
    package func ahead(of now: Instant, in db: any Connection) throws -> [LocationState] {
        try db.rows(
            """
            SELECT monitor_id, location, version, state
            FROM location_states
            WHERE last_slot > \(now)
            ORDER BY monitor_id, location
            \(.forUpdate)
            """, self.state(from:))
    }

    /// Changes all states of a monitor. It first locks their rows in key order, as `contexts` does, so that recorders wait.
    package func change(of monitor: ID<Monitor>, in db: any Connection, _ change: (inout LocationState) -> Void) throws {
        var states = try db.rows(
            """
            SELECT monitor_id, location, version, state
            FROM location_states
            WHERE monitor_id = \(monitor)
            ORDER BY monitor_id, location
            \(.forUpdate)
            """, self.state(from:))
        for index in states.indices { change(&states[index]) }
        guard try self.save(states, in: db).isEmpty else { throw StoreError.conflict }
    }

    private func monitors(_ ids: [ID<Monitor>], in db: any Connection) throws -> [ID<Monitor>: FoldContext] {
        // Most monitors have the same settings, so each text is decoded once.
        var decoded: [String: AnomalySettings] = [:]
        let contexts = try db.rows(
            """
            SELECT id, organization_id, revision, paused, deleted_at IS NOT NULL, effective_at, recovery_confirmations, anomaly,
              verdict, certificate_incident_id IS NOT NULL
            FROM monitors
            LEFT JOIN monitor_states ON monitor_id = id
            WHERE id \(in: ids)
            """
        ) { row in
            let id = try row.next(ID<Monitor>.self)
            var context = FoldContext(
                organization: try row.next(), revision: try row.next(), paused: try row.next(), deleted: try row.next(),
                effectiveAt: try row.next(), recoveryConfirmations: try row.next(), anomaly: AnomalySettings(), state: nil)
            let text = try row.next(String.self)
            context.anomaly = try decoded[text] ?? JSONText(sqlValue: .text(text)).value
            decoded[text] = context.anomaly
            context.verdict = try row.next(Verdict?.self) ?? .pending
            context.hasCertificateIncident = try row.next()
            return (id, context)
        }
        return Dictionary(uniqueKeysWithValues: contexts)
    }

    private func state(from row: inout Row) throws -> LocationState {
        let monitor = try row.next(ID<Monitor>.self)
        let location = try row.next(String.self)
        do {
            return try LocationState(monitor: monitor, location: location, version: row.next(), bytes: row.next())
        } catch is ByteReader.MalformedBytes {
            throw StoreError.corrupt(detail: "the state of monitor \(monitor) at \(location) cannot be read")
        }
    }
}

extension LocationState {
    package var key: LocationKey { LocationKey(monitor: self.monitor, location: self.location) }
}
