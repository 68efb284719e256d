import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// How PostgreSQL finds history (by the key, in the requested days, in order without sorting) and updates states.
struct PostgreSQLPlanTests {
    private static let midnight = ManualClock().now.floored(to: .days(1))

    /// Returns the plans of the queries in `body`, with sequential scans disabled, since they are cheaper for small tables.
    private func plans(_ body: @escaping @Sendable (any Connection, Monitor) throws -> Void) async throws -> [String] {
        try await PostgreSQLFixture.run { database, _ in
            try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                for setting in ["SET LOCAL enable_seqscan = off", "SET LOCAL enable_bitmapscan = off"] as [SQL] {
                    try db.execute(setting)
                }
                let recorder = PlanRecorder(db)
                try body(recorder, monitor)
                return recorder.steps.map { $0.trimmingPrefix { $0 == " " || $0 == "-" || $0 == ">" } }.map(String.init)
            }
        }
    }

    /// Returns the table and the access method of each step that reads one: `"results_20260921": "Index Scan Backward"`.
    private func reads(_ plans: [String]) -> [(table: String, way: String)] {
        plans.compactMap { step in
            let words = step.split(separator: " ").map(String.init)
            guard let on = words.firstIndex(of: "on"), step.contains("Scan"), on + 1 < words.count, words[0] != "Subquery" else {
                return nil
            }
            return (words[on + 1], words.prefix { $0 != "using" && $0 != "on" }.joined(separator: " "))
        }
    }

    @Test(arguments: [false, true])
    func `a page of history reads its days, the newest first, without sorting`(_ goesOn: Bool) async throws {
        let plans = try await self.plans { db, monitor in
            let cursor = CheckResult.Cursor(slot: Self.midnight + .hours(5), location: "x")
            _ = try ResultRepository().page(
                of: monitor, from: Self.midnight - .hours(30), to: Self.midnight + .hours(20), before: goesOn ? cursor : nil,
                limit: 5, in: db)
        }
        let reads = self.reads(plans)
        #expect(reads.map(\.table) == ["results_20260921", "results_20260920", "results_20260919"])
        #expect(reads.allSatisfy { $0.way == "Index Scan Backward" } && !plans.contains("Sort"))
    }

    @Test func `other queries over history use ranges of the key`() async throws {
        let plans = try await self.plans { db, monitor in
            let results = ResultRepository()
            let (from, to) = (Self.midnight - .hours(30), Self.midnight + .hours(20))
            _ = try results.neighbours(of: from, of: monitor, at: "default", in: db)
            _ = try results.find(from, of: monitor, at: "default", in: db)
            _ = try results.samples(of: monitor.id, from: from, to: to, limit: 5, in: db)
            _ = try results.lastSuccess(before: to, of: monitor, at: "default", in: db)
            _ = try RollupRepository().hours(of: [monitor.id], from: from, to: to, in: db)
            _ = try RollupRepository().days(of: [monitor.id], from: from, to: to, in: db)
            _ = try LocationStateRepository().all(of: [monitor.id], in: db)
            #expect(self.reads((db as? PlanRecorder)?.steps ?? []).count > 10)
        }
        // A clock is set back once in years: that table has very few rows.
        for read in self.reads(plans) where read.table != "clock_setbacks" {
            #expect(read.way.hasPrefix("Index "), "\(read)")
        }
        #expect(!plans.contains("Sort"))
    }

    @Test func `deliveries to be claimed are selected once`() async throws {
        let plans = try await self.plans { db, _ in
            _ = try DeliveryRepository().claim([ID(1)], until: Self.midnight, by: "x", in: db)
        }
        #expect(plans.contains("CTE chosen") && self.reads(plans).contains { $0 == ("deliveries", "Index Scan") })
    }

    @Test func `the states that every check updates are updated in place`() async throws {
        try await PostgreSQLFixture.run { database, _ in
            @Sendable func write(_ slot: Int, in db: any Connection) throws {
                try db.execute(
                    """
                    INSERT INTO location_states (monitor_id, location, version, last_slot, verdict, state)
                    VALUES (\({ $0 }), 'default', 1, \(slot), 0, \([UInt8](repeating: 7, count: 600)))
                    ON CONFLICT (monitor_id, location) DO UPDATE SET last_slot = excluded.last_slot, state = excluded.state
                    """, forEach: Array(0..<200))
            }
            try await database.write { db in try write(1, in: db) }
            let inPlace = try await database.write { db in
                try write(2, in: db)
                return try db.first("SELECT pg_stat_get_xact_tuples_hot_updated('location_states'::regclass)") {
                    try $0.next(Int.self)
                }
            }
            #expect(inPlace == 200)
        }
    }
}
