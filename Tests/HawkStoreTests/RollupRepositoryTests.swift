import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct RollupRepositoryTests {
    private let rollups = RollupRepository()

    private func rollup(_ latencies: [Int64], downtime: Duration = .zero) -> Rollup {
        let monitor = Monitor(
            id: ID(1), organization: ID(1), configuration: MonitorConfiguration(name: "a", type: .icmp, target: "a"),
            createdAt: .epoch, updatedAt: .epoch, effectiveAt: .epoch)
        var rollup = Rollup()
        for latency in latencies {
            rollup.count(StoreFixtures.result(of: monitor, at: .epoch, latency: .milliseconds(latency)))
        }
        rollup.hold(.up, for: .seconds(600))
        rollup.hold(.down, for: downtime)
        return rollup
    }

    @Test(arguments: TestDatabase.all)
    func `hours are read as written, and summed into days`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let key = LocationKey(monitor: ID(1), location: "eu")
                let day = Instant(seconds: 86_400)
                let first = HourlyRollup(hour: day + .hours(22), rollup: self.rollup([10, 20]))
                let second = HourlyRollup(hour: day + .hours(23), rollup: self.rollup([400], downtime: .seconds(7)))
                let third = HourlyRollup(hour: day + .hours(24), rollup: Rollup())
                try self.rollups.add([(key, first), (key, second), (key, third)], in: db)
                let hours = try self.rollups.hours(of: [ID(1)], from: day, to: day + .days(2), in: db)
                #expect(hours.map(\.start) == [first.hour, second.hour, third.hour])
                #expect(hours.map(\.rollup) == [first.rollup, second.rollup, third.rollup])
                var sum = first.rollup
                sum.merge(second.rollup)
                let days = try self.rollups.days(of: [ID(1)], from: day, to: day + .days(1), in: db)
                #expect(days == [RollupRow(key: key, start: day, rollup: sum)])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `successes without a latency are counted separately, also in an organization's sum`(_ backend: TestDatabase)
        async throws
    {
        try await backend.run { database in
            try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                let monitor = try StoreFixtures.monitor(of: organization, in: db)
                let key = LocationKey(monitor: monitor.id, location: "eu")
                var rollup = self.rollup([10, 30])
                for _ in 0..<3 { rollup.count(.up, latency: nil, anomalous: false) }
                try self.rollups.add([(key, HourlyRollup(hour: .epoch, rollup: rollup))], in: db)
                try self.rollups.add([(key, HourlyRollup(hour: .epoch, rollup: rollup))], in: db)
                rollup.merge(rollup)
                for stored in [
                    try self.rollups.hours(of: [monitor.id], from: .epoch, to: .epoch + .hours(1), in: db),
                    try self.rollups.days(of: [monitor.id], from: .epoch, to: .epoch + .days(1), in: db),
                ] {
                    #expect(stored.map(\.rollup) == [rollup])
                }
                let total = try self.rollups.total(of: organization, since: .epoch, in: db)
                #expect(total.up == 10 && total.untimed == 6 && total.latencyMean == .milliseconds(20))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `late rollups are added to stored ones, key by key`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let hour = Instant(seconds: 0)
                let keys = [("eu", 1), ("us", 1), ("eu", 2)].map { LocationKey(monitor: ID($0.1), location: $0.0) }
                for (index, key) in keys.enumerated() {
                    let latencies = [Int64(index + 1)]
                    try self.rollups.add([(key, HourlyRollup(hour: hour, rollup: self.rollup(latencies)))], in: db)
                }
                let late = HourlyRollup(hour: hour, rollup: self.rollup([90, 91]))
                try self.rollups.add([(keys[0], late), (keys[0], late)], in: db)
                let hours = try self.rollups.hours(of: [ID(1), ID(2)], from: hour, to: hour + .hours(1), in: db)
                #expect(hours.map(\.key) == [keys[0], keys[1], keys[2]])
                #expect(hours.map(\.rollup.checks) == [5, 1, 1])
                #expect(hours.map(\.rollup.latencyMaximum) == [.milliseconds(91), .milliseconds(2), .milliseconds(3)])
                #expect(try self.rollups.hours(of: [ID(3)], from: hour, to: hour + .hours(1), in: db).isEmpty)
                #expect(try self.rollups.hours(of: [ID(1)], from: hour + .hours(1), to: hour + .hours(9), in: db).isEmpty)
            }
        }
    }
}
