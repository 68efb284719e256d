import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct MonitorStateRepositoryTests {
    private let states = MonitorStateRepository()

    @Test(arguments: TestDatabase.all)
    func `locking makes what is missing, in id order`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let first = try self.states.lock([ID(3), ID(1), ID(3)], in: db)
                #expect(first.map(\.monitor) == [ID(1), ID(3)] && first.map(\.verdict) == [.pending, .pending])
                var state = first[1]
                state.verdict = .down
                state.since = Instant(seconds: 4)
                state.incident = ID(8)
                try self.states.save(state, in: db)
                let again = try self.states.lock([ID(3)], in: db)
                #expect(again.map(\.version) == [2] && again.map(\.verdict) == [.down] && again.map(\.incident) == [ID(8)])
                #expect(try self.states.all(of: [ID(3), ID(77)], in: db) == again)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `only the first of two changes of one version is stored`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let state = try self.states.lock([ID(1)], in: db)[0]
                try self.states.save(state, in: db)
                #expect(throws: StoreError.conflict) { try self.states.save(state, in: db) }
            }
        }
    }
}
