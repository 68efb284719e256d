import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// Which deliveries are sent first.
struct DueDeliveryTests {
    private let deliveries = DeliveryRepository()
    private let channels = ChannelRepository()

    private func run(
        _ backend: TestDatabase, _ test: @escaping @Sendable (any Connection, ManualClock) throws -> Void
    ) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in try test(db, clock) }
        }
    }

    /// Returns the deliveries that would be sent with these free places, for each of several queries.
    private func due(quick: Int = 0, slow: Int = 0, times: Int = 1, in db: any Connection) throws -> [[DueDelivery]] {
        try (0..<times).map { _ in try self.deliveries.due(within: DueLimits(quick: quick, slow: slow), in: db) }
    }

    @Test(arguments: TestDatabase.all)
    func `a place goes to the organization with the fewest in flight, however long another queue is`(
        _ backend: TestDatabase
    ) async throws {
        try await self.run(backend) { db, clock in
            let (greedy, modest) = (try DeliveryScene(channels: 3, in: db), try DeliveryScene(channels: 1, in: db))
            try greedy.plan(5, in: db)
            try modest.plan(1, in: db)
            let first = try #require(
                try self.deliveries.due(within: DueLimits(quick: 9, slow: 0), in: db)
                    .first { $0.organization == greedy.organization })
            #expect(try self.deliveries.claim([first.id], until: clock.now + .seconds(60), by: "a", in: db).count == 1)
            for due in try self.due(quick: 1, times: 20, in: db) {
                #expect(due.map(\.organization) == [modest.organization])
            }
            let all = try self.due(quick: 9, in: db)[0]
            #expect(Set(all.map(\.channel)) == Set(greedy.channels + modest.channels) && all.count == 4)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `equals come in random order, so that each gets its turn`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { db, _ in
            let scenes = try (0..<3).map { _ in try DeliveryScene(channels: 3, in: db) }
            for scene in scenes { try scene.plan(2, in: db) }
            // The chance that one of nine is never first in 300 queries is one in ten to the fourteenth.
            let firsts = try self.due(quick: 1, times: 300, in: db).map { try #require($0.first) }
            #expect(Set(firsts.map(\.organization)) == Set(scenes.map(\.organization)))
            #expect(Set(firsts.map(\.channel)) == Set(scenes.flatMap(\.channels)))
            // Of one channel, always the oldest.
            #expect(Set(firsts.map(\.id)).count == 9)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the deliveries of a channel in flight are limited, over all notifiers`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { db, clock in
            let scene = try DeliveryScene(channels: 2, in: db)
            try self.channels.record(error: nil, slowUntil: clock.now + .minutes(1), of: scene.channels[1], in: db)
            try scene.plan(9, in: db)
            var claimed: [Delivery] = []
            for holder in ["a", "b", "a", "b", "a", "b"] {
                claimed += try self.deliveries.claim(limit: 9, until: clock.now + .seconds(60), by: holder, in: db)
            }
            #expect(claimed.count { $0.channel == scene.channels[0] } == 4)
            #expect(claimed.count { $0.channel == scene.channels[1] } == 2)
            try self.deliveries.sent(claimed[0], by: "a", in: db)
            #expect(try self.deliveries.claim(limit: 9, until: clock.now, by: "a", in: db).count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a slow channel takes no quick place, until it is quick again or its time is over`(
        _ backend: TestDatabase
    ) async throws {
        try await self.run(backend) { db, clock in
            let scene = try DeliveryScene(channels: 3, in: db)
            try scene.plan(1, in: db)
            for channel in scene.channels.prefix(2) {
                try self.channels.record(error: "no answer", slowUntil: clock.now + .minutes(15), of: channel, in: db)
            }
            #expect(try self.due(quick: 9, in: db)[0].map(\.channel) == [scene.channels[2]])
            #expect(Set(try self.due(slow: 9, in: db)[0].map(\.channel)) == Set(scene.channels.prefix(2)))
            #expect(try self.due(slow: 1, in: db)[0].map(\.isSlow) == [true])
            try self.channels.record(error: nil, slowUntil: nil, of: scene.channels[0], in: db)
            #expect(Set(try self.due(quick: 9, in: db)[0].map(\.channel)) == [scene.channels[0], scene.channels[2]])
            clock.advance(by: .minutes(15))
            #expect(try self.due(quick: 9, in: db)[0].count == 3)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `deliveries wait with their channel, and an edited channel no longer waits`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { db, clock in
            let scene = try DeliveryScene(channels: 2, in: db)
            try scene.plan(2, in: db)
            try self.channels.wait(until: clock.now + .minutes(10), of: scene.channels[0], in: db)
            try scene.plan(1, in: db)
            #expect(try self.due(quick: 9, in: db)[0].map(\.channel) == [scene.channels[1]])
            // We do not send it yet: the receiver asked for the delay.
            let events = try AlertEventRepository().unplanned(limit: 9, in: db)
            try AlertEventRepository().markPlanned(events.map(\.id), in: db)
            #expect(try self.deliveries.backlog(in: db).waiting.count == 3)
            #expect(try self.deliveries.backlog(in: db).retrying.count == 3)
            let channel = try #require(try self.channels.find(scene.channels[0], of: scene.organization, in: db))
            #expect(channel.waitsUntil == clock.now + .minutes(10))
            clock.advance(by: .minutes(10))
            #expect(try self.due(quick: 9, in: db)[0].count == 2)
            try self.channels.wait(until: clock.now + .minutes(10), of: scene.channels[0], in: db)
            try self.channels.update(channel, in: db)
            #expect(try self.due(quick: 9, in: db)[0].count == 2)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a delivery that waits for an earlier one is not due before it`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { db, clock in
            let scene = try DeliveryScene(channels: 1, in: db)
            let incident = try scene.incident(in: db)
            try self.deliveries.plan(
                scene.event(of: incident, in: db), to: scene.channels, notBefore: clock.now, in: db)
            try self.deliveries.plan(
                scene.event(.incidentUpdated, of: incident, in: db), to: scene.channels, notBefore: clock.now, in: db)
            let opened = try #require(
                try self.deliveries.claim(limit: 1, until: clock.now + .seconds(60), by: "a", in: db).first)
            let later = clock.now + .minutes(5)
            try self.deliveries.retry(opened, at: later, error: "busy", by: "a", in: db)
            try self.deliveries.plan(
                scene.event(.incidentResolved, of: incident, in: db), to: scene.channels, notBefore: clock.now, in: db)
            let pending = try self.deliveries.page(of: scene.organization, limit: 9, in: db)
            #expect(pending.map(\.notBefore) == [later, later, later])
            clock.set(later)
            #expect(try self.due(quick: 9, in: db)[0].map(\.id) == [opened.id])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `events of every organization are planned in equal numbers`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { db, _ in
            let events = AlertEventRepository()
            let scenes = try (0..<3).map { _ in try DeliveryScene(channels: 0, in: db) }
            let greedy = try (0..<30).map { _ in try scenes[0].event(in: db).id }
            let second = try (0..<8).map { _ in try scenes[1].event(in: db).id }
            let last = try scenes[2].event(in: db).id
            let batch = try events.unplanned(limit: 10, in: db).map(\.id)
            #expect(batch == Array(greedy.prefix(5)) + Array(second.prefix(4)) + [last])
            try events.markPlanned(batch, in: db)
            #expect(try events.unplanned(limit: 100, in: db).map(\.id) == Array(greedy.dropFirst(5) + second.dropFirst(4)))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `due and unplanned rows are found without reading a long queue`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { db, _ in
            if db.dialect == .postgreSQL {
                // Tables this small are cheaper to read completely.
                for setting in ["SET LOCAL enable_seqscan = off", "SET LOCAL enable_bitmapscan = off"] as [SQL] {
                    try db.execute(setting)
                }
            }
            let plans = PlanRecorder(db)
            _ = try self.deliveries.due(within: DueLimits(quick: 1, slow: 1), in: plans)
            _ = try AlertEventRepository().unplanned(limit: 10, in: plans)
            Self.requireIndexes(plans.steps, db.dialect)
        }
    }

    /// Outside the test, because Swift 6.3 crashes when it type-checks these closures in the test.
    private static func requireIndexes(_ plan: [String], _ dialect: Dialect) {
        let steps = plan.map { $0.trimmingPrefix { $0 == " " || $0 == "-" || $0 == ">" } }.map(String.init)
        let reads = steps.filter { $0.hasPrefix("SEARCH") || $0.hasPrefix("SCAN") || $0.contains("Scan") }
        // With so few rows, PostgreSQL may find claimed rows by any index of pending ones.
        let claimed = dialect == .sqlite ? ["deliveries_claimed"] : []
        for index in ["deliveries_next", "deliveries_order", "alert_events_unplanned"] + claimed {
            #expect(reads.contains { $0.contains(index) }, "\(index): \(reads)")
        }
        switch dialect {
        case .sqlite:
            #expect(reads.contains { $0.contains("deliveries_next (channel_id=? AND not_before<?)") })
            #expect(reads.contains { $0.contains("alert_events_unplanned (organization_id=? AND id>?)") })
            for table in ["deliveries", "due", "next", "claimed", "earlier", "event", "alert_events"] {
                #expect(!reads.contains { $0 == "SCAN \(table)" || $0.hasPrefix("SCAN \(table) ") }, "\(reads)")
            }
        case .postgreSQL:
            #expect(!reads.contains { $0.hasPrefix("Seq Scan on deliveries") || $0.hasPrefix("Seq Scan on alert_events") })
            #expect(steps.contains { $0.hasPrefix("Index Cond: ((channel_id = ") && $0.contains("not_before <=") })
        }
    }
}
