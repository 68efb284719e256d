import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct LocationStateRepositoryTests {
    private let states = LocationStateRepository()

    private func folded(_ monitor: Monitor, at slot: Instant, location: String = "default") -> LocationState {
        var state = LocationState(monitor: monitor.id, location: location)
        var result = StoreFixtures.result(of: monitor, at: slot, location: location)
        _ = state.apply(&result, anomaly: AnomalySettings(), recoveryConfirmations: 0)
        return state
    }

    @Test(arguments: TestDatabase.all)
    func `a state is stored, read with its fold context, and stored again`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                let monitor = try StoreFixtures.monitor(of: organization, in: db)
                let key = LocationKey(monitor: monitor.id, location: "default")
                let before = try #require(try self.states.contexts(for: [key], in: db)[key])
                #expect(before.state == nil && before.organization == organization && before.revision == 1)

                var state = self.folded(monitor, at: Instant(seconds: 60))
                #expect(try self.states.save([state], in: db).isEmpty)
                state.version = 1
                #expect(try self.states.contexts(for: [key], in: db)[key]?.state == state)

                var result = StoreFixtures.result(of: monitor, at: Instant(seconds: 120), .down)
                _ = state.apply(&result, anomaly: AnomalySettings(), recoveryConfirmations: 0)
                #expect(try self.states.save([state], in: db).isEmpty)
                state.version = 2
                #expect(try self.states.all(of: [monitor.id], in: db) == [state])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `conflicting states are reported, the rest is stored`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                let monitors = try (0..<4).map { _ in try StoreFixtures.monitor(of: organization, in: db) }
                let first = monitors.map { self.folded($0, at: Instant(seconds: 60)) }
                #expect(try self.states.save([first[1], first[2]], in: db).isEmpty)
                var stale = first[2]
                stale.version = 7
                var current = first[1]
                current.version = 1
                // 0 is new, 1 is current, 2 is stale. 3 claims to be new and is. 2 then claims to be new but exists.
                let missed = try self.states.save([first[3], stale, current, first[0], first[2]], in: db)
                #expect(missed.sorted() == [1, 4])
                let versions = try self.states.all(of: monitors.map(\.id), in: db).map(\.version)
                #expect(versions == [1, 2, 1, 1])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `only the requested keys are returned, and unknown monitors are omitted`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                var configuration = MonitorConfiguration(name: "a", type: .icmp, target: "a", recoveryConfirmations: 2)
                configuration.anomaly.sensitivity = 3
                let one = try StoreFixtures.monitor(configuration, of: organization, in: db)
                let two = try StoreFixtures.monitor(of: organization, in: db)
                try MonitorRepository().delete(two, at: db.now(), in: db)
                _ = try self.states.save(
                    [self.folded(one, at: .epoch, location: "eu"), self.folded(two, at: .epoch, location: "us")], in: db)
                let keys = [
                    LocationKey(monitor: one.id, location: "us"), LocationKey(monitor: two.id, location: "us"),
                    LocationKey(monitor: ID(999), location: "eu"),
                ]
                let contexts = try self.states.contexts(for: keys, in: db)
                #expect(Set(contexts.keys) == [keys[0], keys[1]])
                let first = try #require(contexts[keys[0]])
                #expect(first.state == nil && first.recoveryConfirmations == 2 && first.anomaly.sensitivity == 3)
                #expect(contexts[keys[1]]?.deleted == true && contexts[keys[1]]?.state != nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a state of a newer program is an error and is not overwritten`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                let monitor = try StoreFixtures.monitor(of: organization, in: db)
                _ = try self.states.save([self.folded(monitor, at: .epoch)], in: db)
                try db.execute("UPDATE location_states SET state = \([UInt8]([99]))")
                #expect(throws: StoreError.corrupt(detail: "the state of monitor \(monitor.id) at default cannot be read")) {
                    try self.states.all(of: [monitor.id], in: db)
                }
            }
        }
    }
}
