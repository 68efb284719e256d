import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@Suite struct RetentionTests {
    private let retention = RetentionRepository()
    private let old = Instant(seconds: 1_000)
    private let now = Instant(seconds: 2_000)

    /// Inserts rows of each kind: two old ones that may be removed, and one each that stays because it is new or in use.
    private func fill(_ db: any Connection) throws {
        let organization = try StoreFixtures.organization(in: db)
        let monitor = try StoreFixtures.monitor(of: organization, in: db)
        let incident = { (resolvedAt: Instant?) in
            let incident = try IncidentRepository().open(
                IncidentDraft(organization: organization, title: "x", monitors: [monitor.id], cause: .check, startedAt: self.old),
                at: self.old, in: db)
            if let resolvedAt {
                _ = try IncidentRepository().resolve(incident.id, of: organization, at: resolvedAt, byHand: true, in: db)
            }
            return incident.id
        }
        let (open, closed) = (try incident(nil), try incident(self.old))
        let channel = try ChannelRepository().insert(
            Channel(
                id: ID(0), organization: organization, name: "x", type: .webhook, config: [:], isDefault: true,
                createdAt: self.old,
                updatedAt: self.old), in: db)
        for (sequence, row) in [
            (closed, self.old, "sent"), (closed, self.old, "failed"), (closed, self.old, "pending"), (closed, self.now, "sent"),
            (open, self.old, "sent"),
        ].enumerated() {
            let event = try db.first(
                """
                INSERT INTO alert_events (
                  organization_id, incident_id, monitor_id, kind, sequence, occurred_at, created_at, status, reason, message, planned_at
                )
                VALUES (
                  \(organization), \(row.0), \(monitor.id), 'incident.updated', \(sequence), \(row.1), \(row.1), 'down', 'none', '', 1
                )
                RETURNING id
                """
            ) { try $0.next(Int64.self) }
            try db.execute(
                """
                INSERT INTO deliveries (
                  organization_id, event_id, channel_id, incident_id, kind, key, status, attempts, not_before, held, created_at
                )
                VALUES (
                  \(organization), \(event), \(channel), \(row.0), 'incident.updated', \("key \(sequence)"), \(row.2), 1, 0, FALSE, \(row.1)
                )
                """)
        }
        try db.execute(
            "INSERT INTO users (email, email_key, name, password_hash, created_at) VALUES ('a', 'a', 'a', '', 0)")
        let user = try db.first("SELECT id FROM users") { try $0.next(Int64.self) }
        for (number, end) in [self.old, self.old, self.now].enumerated() {
            let hash = [UInt8(number)]
            try db.execute(
                """
                INSERT INTO tokens (organization_id, name, role, token_hash, prefix, created_at, revoked_at)
                VALUES (\(organization), 'x', 'viewer', \(hash), 'x', 0, \(end))
                """)
            try db.execute(
                """
                INSERT INTO invitations (organization_id, email, role, token_hash, created_at, expires_at)
                VALUES (\(organization), 'x', 'viewer', \(hash), 0, \(end))
                """)
            try db.execute(
                """
                INSERT INTO sessions (user_id, token_hash, created_at, last_used_at, expires_at, user_agent, address)
                VALUES (\(user), \(hash), 0, 0, \(end), '', '')
                """)
            try db.execute(
                """
                INSERT INTO mailed_links (kind, address, requested_at, day_began_at, day_count, expires_at)
                VALUES ('sign_up', \("\(number)@x"), 0, \(Instant.epoch - MailedLink.day), 1, \(end))
                """)
            try db.execute(
                """
                INSERT INTO idempotency_keys (scope, key, organization_id, request_hash, created_at)
                VALUES ('x', \("\(number)"), \(organization), \(hash), \(end))
                """)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `old rows are removed in batches, new or used ones stay`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                try self.fill(db)
                var left: [RetentionRepository.Kind: Int] = [:]
                for kind in RetentionRepository.Kind.allCases {
                    var batches: [Int] = []
                    repeat {
                        batches.append(try self.retention.removeBatch(kind, before: self.now, limit: 1, in: db))
                    } while batches.last != 0
                    // Deliveries: also the one of the open incident.
                    #expect(batches == (kind == .deliveries ? [1, 1, 1, 0] : [1, 1, 0]), "\(kind)")
                }
                left[.deliveries] = try db.first("SELECT count(*) FROM deliveries") { try $0.next(Int.self) }
                left[.alertEvents] = try db.first("SELECT count(*) FROM alert_events") { try $0.next(Int.self) }
                left[.tokens] = try db.first("SELECT count(*) FROM tokens") { try $0.next(Int.self) }
                left[.invitations] = try db.first("SELECT count(*) FROM invitations") { try $0.next(Int.self) }
                left[.sessions] = try db.first("SELECT count(*) FROM sessions") { try $0.next(Int.self) }
                left[.idempotencyKeys] = try db.first("SELECT count(*) FROM idempotency_keys") { try $0.next(Int.self) }
                left[.mailedLinks] = try db.first("SELECT count(*) FROM mailed_links") { try $0.next(Int.self) }
                #expect(
                    left == [
                        .deliveries: 2, .alertEvents: 3, .tokens: 1, .invitations: 1, .sessions: 1, .mailedLinks: 1,
                        .idempotencyKeys: 1,
                    ])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `counts and removals over history use an index`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            let steps = try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                if db.dialect == .postgreSQL { try db.execute("SET LOCAL enable_seqscan = off") }
                let recorder = PlanRecorder(db)
                for kind in [RetentionRepository.Kind.deliveries, .alertEvents, .sessions, .mailedLinks, .idempotencyKeys] {
                    try self.retention.removeBatch(kind, before: self.now, limit: 10, in: recorder)
                }
                for resource in [Quotas.Resource.incidentsPerDay, .idempotencyKeys] {
                    _ = try QuotaRepository().used(resource, of: organization, at: self.now, in: recorder)
                }
                return recorder.steps.joined(separator: "\n")
            }
            for index in [
                "deliveries_ended", "alert_events_age", "sessions_expiry", "idempotency_keys_age", "incidents_manual",
                "idempotency_keys_organization", "mailed_links_expiry",
            ] {
                #expect(steps.contains(index), "\(index): \(steps)")
            }
        }
    }
}
