import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct MonitorStateRepositoryTests {
    private let states = MonitorStateRepository()

    @Test(arguments: TestDatabase.all)
    func `locking creates missing states, in id order`(_ backend: TestDatabase) async throws {
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
    func `sent certificate warnings are stored with the state`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                var state = try self.states.lock([ID(1)], in: db)[0]
                #expect(state.certificates == CertificateWatch() && state.certificateIncident == nil)
                let leaf = CertificateSummary(
                    subject: "a", issuer: "b", names: [], notBefore: .epoch, notAfter: .epoch + .days(5))
                var result = CheckResult.sample
                result.chain = CertificateChain([leaf], problem: "self-signed")
                _ = state.certificates.apply(result, isOpen: false)
                state.certificateIncident = ID(9)
                try self.states.save(state, in: db)
                let again = try self.states.lock([ID(1)], in: db)[0]
                #expect(again.certificates == state.certificates && again.certificates != CertificateWatch())
                #expect(again.certificateIncident == ID(9))
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

extension CheckResult {
    fileprivate static var sample: CheckResult {
        CheckResult(
            monitor: ID(1), organization: ID(1), revision: 1, location: "default", slot: .epoch, startedAt: .epoch,
            finishedAt: .epoch, interval: .seconds(60), outcome: .up, latency: .zero)
    }
}
