import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// History is append-only, is only removed from its old end, and is found by its key.
struct HistoryTests {
    private let results = ResultRepository()

    /// Creates monitors with results at 0, 60, … seconds.
    private func history(monitors: Int, slots: Int, in db: any Connection) throws -> [Monitor] {
        let organization = try StoreFixtures.organization(in: db)
        return try (0..<monitors).map { _ in
            let monitor = try StoreFixtures.monitor(of: organization, in: db)
            try self.results.insert(
                (0..<slots).map { StoreFixtures.result(of: monitor, at: Instant(seconds: Int64($0) * 60)) }, in: db)
            return monitor
        }
    }

    private func count(_ db: any Connection) throws -> Int {
        try db.first("SELECT count(*) FROM results") { try $0.next() } ?? 0
    }

    /// Expects that the database itself refuses every statement.
    private func expectRefused(_ attacks: [SQL], by database: any Database) async throws {
        for attack in attacks {
            do {
                try await database.write { db in try db.execute(attack) }
                Issue.record("\(attack.rendered(for: .sqlite).text) was accepted")
            } catch StoreError.constraint {}
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the database refuses to change stored results`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in _ = try self.history(monitors: 1, slots: 2, in: db) }
            try await self.expectRefused(
                ["UPDATE results SET outcome = 0", "DELETE FROM results", "DELETE FROM results WHERE slot < 1"], by: database)
            let count = try await database.read { db in try self.count(db) }
            #expect(count == 2)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the watermark only grows, and the audit log cannot be changed`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                _ = try self.results.removeSlice(before: Instant(seconds: 100), in: db)
                _ = try self.results.removeSlice(before: Instant(seconds: 50), in: db)
                #expect(try self.results.watermark(in: db) == Instant(seconds: 100))
                let organization = try StoreFixtures.organization(in: db)
                try db.execute(
                    """
                    INSERT INTO audit (organization_id, at, action, subject_type, details)
                    VALUES (\(organization), 0, 'created', 'monitor', '{}')
                    """)
            }
            try await self.expectRefused(
                ["UPDATE watermarks SET slot = 0", "UPDATE audit SET action = 'x'", "DELETE FROM audit"], by: database)
        }
    }

    // PostgreSQL drops whole days: `ResultPartitionsTests`.
    @Test func `retention removes the old end in slices, and nothing else`() async throws {
        try await TestDatabase.sqlite.run { database in
            let monitors = try await database.write { db in try self.history(monitors: 3, slots: 50, in: db) }
            let end = Instant(seconds: 30 * 60)
            var slices: [HistorySlice] = []
            var next: ID<Monitor>? = ID(0)
            while let from = next {
                let slice = try await database.write { db in
                    try self.results.removeSlice(before: end, from: from, limit: 7, in: db)
                }
                slices.append(slice)
                next = slice.next
            }
            #expect(slices.map(\.removed).reduce(0, +) == 90 && slices.allSatisfy { $0.removed <= 8 })
            try await database.read { db in
                #expect(try self.count(db) == 60)
                for monitor in monitors {
                    let rest = try self.results.page(of: monitor, from: .epoch, to: Instant(seconds: 10_000), limit: 100, in: db)
                    #expect(rest.count == 20 && rest.last?.slot == end)
                }
            }
            let again = try await database.write { db in try self.results.removeSlice(before: end, in: db) }
            #expect(again.removed == 0 && again.next == nil)
        }
    }

    @Test func `a thousand monitors without old results are processed in several slices`() async throws {
        try await TestDatabase.sqlite.run { database in
            try await database.write { db in _ = try self.history(monitors: 450, slots: 1, in: db) }
            var steps = 0
            var next: ID<Monitor>? = ID(0)
            while let from = next {
                next = try await database.write { db in try self.results.removeSlice(before: .epoch, from: from, in: db).next }
                steps += 1
            }
            #expect(steps == 3)
        }
    }

    @Test func `queries over history use a range of the primary key`() async throws {
        try await TestDatabase.sqlite.run { database in
            try await database.write { db in
                let monitor = try self.history(monitors: 1, slots: 1, in: db)[0]
                let plans = PlanRecorder(db)
                let cursor = CheckResult.Cursor(slot: Instant(seconds: 9), location: "x")
                _ = try self.results.page(of: monitor, from: .epoch, to: .epoch, limit: 5, in: plans)
                _ = try self.results.page(of: monitor, from: .epoch, to: .epoch, before: cursor, limit: 5, in: plans)
                _ = try self.results.neighbours(of: .epoch, of: monitor, at: "default", in: plans)
                _ = try self.results.find(.epoch, of: monitor, at: "default", in: plans)
                _ = try RollupRepository().hours(of: [monitor.id], from: .epoch, to: .epoch, in: plans)
                _ = try RollupRepository().days(of: [monitor.id], from: .epoch, to: .epoch, in: plans)
                _ = try LocationStateRepository().contexts(for: [LocationKey(monitor: monitor.id, location: "a")], in: plans)
                _ = try LocationStateRepository().all(of: [monitor.id], in: plans)
                #expect(plans.steps.count >= 11)
                for step in plans.steps where !step.hasPrefix("LIST SUBQUERY") && !step.contains("json_each") {
                    #expect(step.hasPrefix("SEARCH") && step.contains("PRIMARY KEY"), "\(step)")
                }
                #expect(plans.steps.contains { $0.contains("monitor_id=? AND hour>? AND hour<?") })
            }
        }
    }
}
