import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite struct JanitorTests {
    @Test(arguments: TestDatabase.all)
    func `what is left of a deleted monitor goes after retention, that of others stays`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let (gone, kept) = (try await fixture.monitor(), try await fixture.monitor())
            for hour in Int64(0)..<30 {
                try await fixture.record([gone, kept].map { fixture.result($0, minute: hour * 60, .up) })
            }
            var shown = fixture.result(gone, minute: 30 * 60, .up)
            shown.chain = CertificateChain(
                [CertificateSummary(subject: "a", issuer: "b", names: [], notBefore: .epoch, notAfter: .epoch)], problem: nil)
            try await fixture.record(shown)
            _ = try await fixture.engine.database.write { db in
                try MonitorRepository().delete(gone, at: fixture.clock.now, in: db)
            }
            let janitor = JanitorService(fixture.engine, holder: "test")
            try await janitor.clean()
            #expect(try await fixture.rollups(of: gone) == 30)
            #expect(try await fixture.hasCertificate(gone))

            fixture.clock.set(fixture.clock.now + .days(31))
            try await janitor.clean()
            #expect(try await fixture.rollups(of: gone) == 0)
            #expect(try await fixture.rollups(of: kept) == 29)
            let states = try await fixture.engine.database.read { db in
                try LocationStateRepository().all(of: [gone.id, kept.id], in: db).map(\.monitor)
            }
            #expect(states == [kept.id])
            #expect(try await fixture.hasCertificate(gone) == false)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a monitor with a long past is forgotten slice by slice`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            for hour in Int64(0)..<23 { try await fixture.record(fixture.result(monitor, minute: hour * 60, .up)) }
            let slices = try await fixture.engine.database.write { db in
                try MonitorRepository().delete(monitor, at: db.now(), in: db)
                var slices: [Int] = []
                while let removed = try MonitorRepository().forgetSlice(
                    deletedBefore: db.now() + .seconds(1), limit: 10, in: db)
                {
                    slices.append(removed)
                }
                return slices
            }
            #expect(slices == [11, 11, 2])
        }
    }
}

extension EngineFixture {
    fileprivate func hasCertificate(_ monitor: Monitor) async throws -> Bool {
        try await self.engine.database.read { db in try CertificateChainRepository().find(of: monitor, in: db) != nil }
    }

    fileprivate func rollups(of monitor: Monitor) async throws -> Int {
        try await self.engine.database.read { db in
            try RollupRepository().hours(of: [monitor.id], from: .epoch, to: Instant(milliseconds: .max), in: db).count
        }
    }
}
