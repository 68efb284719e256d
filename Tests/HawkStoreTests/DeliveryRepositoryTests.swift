import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct DeliveryRepositoryTests {
    private let events = AlertEventRepository()
    private let deliveries = DeliveryRepository()

    /// One incident of one monitor, and two channels.
    private struct Scene: Sendable {
        var organization: ID<Organization>
        var monitor: Monitor
        var incident: Incident
        var channels: [ID<Channel>]
    }

    private func scene(in db: any Connection) throws -> Scene {
        let organization = try StoreFixtures.organization(in: db)
        let monitor = try StoreFixtures.monitor(of: organization, in: db)
        let incident = try IncidentRepository().open(
            IncidentDraft(organization: organization, title: "down", monitors: [monitor.id], cause: .check, startedAt: .epoch),
            at: .epoch, in: db)
        let channels = try (0..<2).map { number in
            try #require(
                try db.first(
                    """
                    INSERT INTO channels (organization_id, name, type, config, is_default, enabled, version, created_at, updated_at)
                    VALUES (\(organization), \("channel \(number)"), 'webhook', '{}', TRUE, TRUE, 1, 0, 0)
                    RETURNING id
                    """
                ) { try $0.next(ID<Channel>.self) })
        }
        return Scene(organization: organization, monitor: monitor, incident: incident, channels: channels)
    }

    private func event(_ kind: AlertKind, _ scene: Scene, in db: any Connection) throws -> AlertEvent {
        let id = try self.events.insert(
            AlertEventRepository.Draft(
                organization: scene.organization, incident: scene.incident.id, monitor: scene.monitor.id, kind: kind,
                occurredAt: Instant(seconds: 5), status: .down, reason: .timeout, message: "no answer"), in: db)
        let stored = try self.events.find(try #require(id), in: db)
        return try #require(stored)
    }

    @Test(arguments: TestDatabase.all)
    func `an event is stored once, with or without an incident`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let scene = try self.scene(in: db)
                let first = try self.event(.incidentOpened, scene, in: db)
                var draft = AlertEventRepository.Draft(
                    organization: scene.organization, incident: scene.incident.id, monitor: scene.monitor.id,
                    kind: .incidentOpened, occurredAt: .epoch, status: .down)
                #expect(try self.events.insert(draft, in: db) == nil)
                draft.incident = nil
                draft.kind = .monitorBlind
                draft.sequence = 7
                let blind = try #require(try self.events.insert(draft, in: db))
                #expect(try self.events.insert(draft, in: db) == nil)
                #expect(try self.events.unplanned(limit: 9, in: db).map(\.id) == [first.id, blind])
                #expect(first.message == "no answer" && first.reason == .timeout && first.status == .down)
                try self.events.markPlanned([first.id], in: db)
                #expect(try self.events.unplanned(limit: 9, in: db).map(\.id) == [blind])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a delivery is planned once, and its key stays through every retry`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                let scene = try self.scene(in: db)
                let event = try self.event(.incidentOpened, scene, in: db)
                for _ in 0..<2 {
                    try self.deliveries.plan(event, to: scene.channels, notBefore: clock.now, in: db)
                }
                let planned = try self.deliveries.page(of: scene.organization, limit: 9, in: db)
                #expect(planned.count == 2 && Set(planned.map(\.key)).count == 2 && planned[0].key.count == 32)

                func claim() throws -> [Delivery] {
                    try self.deliveries.claim(limit: 1, until: clock.now + .seconds(60), by: "a", in: db)
                }
                let first = try #require(try claim().first)
                #expect(first.attempts == 1 && planned.contains { $0.key == first.key })
                let later = clock.now + .seconds(30)
                #expect(try self.deliveries.retry(first, at: later, error: "503", by: "a", in: db))
                #expect(try claim().map(\.id) == planned.map(\.id).filter { $0 != first.id })
                #expect(try claim().isEmpty)
                clock.set(later)
                let second = try #require(try claim().first)
                #expect(second.key == first.key && second.attempts == 2 && second.lastError == "503")
                #expect(try self.deliveries.sent(second, by: "a", in: db))
                let sent = try self.deliveries.find(second.id, of: scene.organization, in: db)
                #expect(sent?.status == .sent && sent?.sentAt == later && sent?.lastError == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `two concurrent claimers never get the same delivery`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                var scene = try self.scene(in: db)
                for _ in 0..<20 {
                    scene.incident = try IncidentRepository().open(
                        IncidentDraft(
                            organization: scene.organization, title: "down", monitors: [], cause: .check, startedAt: .epoch),
                        at: .epoch, in: db)
                    try self.deliveries.plan(
                        self.event(.incidentOpened, scene, in: db), to: scene.channels, notBefore: .epoch, in: db)
                }
            }
            let claimed = try await withThrowingTaskGroup(of: [Delivery].self) { group in
                for claimer in 0..<8 {
                    group.addTask {
                        var mine: [Delivery] = []
                        for _ in 0..<6 {
                            mine += try await database.write { db in
                                try self.deliveries.claim(
                                    limit: 6, until: clock.now + .seconds(60), by: "claimer \(claimer)", in: db)
                            }
                        }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(claimed.map(\.id)).count == claimed.count)
            // Together, they never exceed the limit in flight for one channel.
            #expect(Dictionary(grouping: claimed, by: \.channel).values.map(\.count) == [4, 4])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an expired claim is taken over, and its former holder cannot record`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                let scene = try self.scene(in: db)
                let event = try self.event(.incidentOpened, scene, in: db)
                try self.deliveries.plan(event, to: [scene.channels[0]], notBefore: clock.now, in: db)
                let first = try self.deliveries.claim(limit: 5, until: clock.now + .seconds(60), by: "a", in: db)
                #expect(first.count == 1)
                clock.advance(by: .seconds(61))
                let second = try self.deliveries.claim(limit: 5, until: clock.now + .seconds(60), by: "b", in: db)
                #expect(second.map(\.id) == first.map(\.id) && second[0].attempts == 2)
                #expect(try !self.deliveries.sent(first[0], by: "a", in: db))
                #expect(try !self.deliveries.retry(first[0], at: .epoch, error: "", by: "a", in: db))
                #expect(try self.deliveries.end(first[0], as: .failed, error: "410 gone", by: "b", in: db))
                #expect(try !self.deliveries.end(first[0], as: .dropped, error: nil, by: "b", in: db))
                let stored = try self.deliveries.find(first[0].id, of: scene.organization, in: db)
                #expect(stored?.status == .failed && stored?.lastError == "410 gone")
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a dead notifier's claims are released as soon as its successor starts`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                let scene = try self.scene(in: db)
                let event = try self.event(.incidentOpened, scene, in: db)
                try self.deliveries.plan(event, to: scene.channels, notBefore: clock.now, in: db)
                func claim(_ limit: Int, by holder: String) throws -> [Delivery] {
                    try self.deliveries.claim(limit: limit, until: clock.now + .seconds(60), by: holder, in: db)
                }
                let dead = try #require(try claim(1, by: "a").first)
                let alive = try #require(try claim(1, by: "b").first)
                try self.deliveries.release(heldBy: "a", in: db)
                let again = try claim(5, by: "a")
                #expect(again.map(\.id) == [dead.id] && again.first?.key == dead.key)
                #expect(try self.deliveries.sent(alive, by: "b", in: db))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the resolution waits for the opening on the same channel only`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                let scene = try self.scene(in: db)
                let opened = try self.event(.incidentOpened, scene, in: db)
                let resolved = try self.event(.incidentResolved, scene, in: db)
                try self.deliveries.plan(opened, to: [scene.channels[0]], notBefore: clock.now + .seconds(10), in: db)
                try self.deliveries.plan(resolved, to: scene.channels, notBefore: clock.now, in: db)
                func claim() throws -> [Delivery] {
                    try self.deliveries.claim(limit: 5, until: clock.now + .seconds(60), by: "a", in: db)
                }
                let early = try claim()
                #expect(early.map(\.channel) == [scene.channels[1]] && early.map(\.kind) == [.incidentResolved])
                clock.advance(by: .seconds(10))
                let due = try claim()
                #expect(due.map(\.kind) == [.incidentOpened])
                #expect(try claim().isEmpty)
                try self.deliveries.sent(due[0], by: "a", in: db)
                #expect(try claim().map(\.kind) == [.incidentResolved])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a held delivery waits, and the backlog is reported`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                let scene = try self.scene(in: db)
                let due = clock.now - .seconds(40)
                try self.deliveries.plan(
                    self.event(.incidentOpened, scene, in: db), to: [scene.channels[0]], notBefore: due, held: true, in: db)
                #expect(try self.deliveries.claim(limit: 5, until: clock.now, by: "a", in: db).isEmpty)
                try self.deliveries.plan(
                    self.event(.incidentResolved, scene, in: db), to: [scene.channels[1]], notBefore: due, in: db)
                try self.events.markPlanned(self.events.unplanned(limit: 10, in: db).map(\.id), in: db)
                #expect(try self.deliveries.backlog(in: db) == AlertBacklog(waiting: .init(count: 1, oldest: due)))
                try self.deliveries.dropPending(of: scene.channels[1], of: scene.organization, in: db)
                #expect(try self.deliveries.backlog(in: db) == AlertBacklog())
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an alert is in the backlog from its event until it is sent, with that age`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                let (scene, start) = (try self.scene(in: db), clock.now)
                let event = try self.event(.incidentOpened, scene, in: db)
                #expect(try self.deliveries.backlog(in: db) == AlertBacklog(waiting: .init(count: 1, oldest: start)))

                try self.deliveries.plan(event, to: [scene.channels[0]], notBefore: start, in: db)
                try self.deliveries.plan(event, to: [scene.channels[1]], notBefore: start + .hours(1), in: db)
                try self.events.markPlanned([event.id], in: db)
                #expect(try self.deliveries.backlog(in: db) == AlertBacklog(waiting: .init(count: 1, oldest: start)))

                // Its age continues while it waits for its next attempt.
                let claimed = try self.deliveries.claim(limit: 5, until: start + .seconds(60), by: "a", in: db)
                try self.deliveries.retry(claimed[0], at: start + .minutes(10), error: "refused", by: "a", in: db)
                clock.advance(by: .minutes(2))
                #expect(try self.deliveries.backlog(in: db) == AlertBacklog(retrying: .init(count: 1, oldest: start)))

                clock.advance(by: .minutes(8))
                let again = try self.deliveries.claim(limit: 5, until: clock.now + .seconds(60), by: "a", in: db)
                for delivery in again { try self.deliveries.sent(delivery, by: "a", in: db) }
                #expect(try self.deliveries.backlog(in: db) == AlertBacklog())
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a list contains the organization's own deliveries, filtered, newest first`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let scene = try self.scene(in: db)
                let stranger = try StoreFixtures.organization("Charlie", in: db)
                let event = try self.event(.incidentOpened, scene, in: db)
                try self.deliveries.plan(event, to: scene.channels, notBefore: .epoch, in: db)
                let all = try self.deliveries.page(of: scene.organization, limit: 9, in: db)
                #expect(all.map(\.channel) == scene.channels.reversed())
                #expect(try self.deliveries.page(of: scene.organization, before: all[0].id, limit: 9, in: db) == [all[1]])
                func page(_ filter: DeliveryFilter) throws -> [Delivery] {
                    try self.deliveries.page(of: scene.organization, matching: filter, limit: 9, in: db)
                }
                #expect(try page(DeliveryFilter(channel: scene.channels[0], incident: scene.incident.id)) == [all[1]])
                #expect(try page(DeliveryFilter(status: .sent)).isEmpty)
                #expect(try self.deliveries.page(of: stranger, limit: 9, in: db).isEmpty)
                #expect(try self.deliveries.find(all[0].id, of: stranger, in: db) == nil)
            }
        }
    }
}
