import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite struct JanitorTests {
    @Test(arguments: TestDatabase.all)
    func `data of a deleted monitor is removed after its retention, data of others stays`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let (gone, spared) = (try await fixture.monitor(), try await fixture.monitor())
            for hour in Int64(0)..<30 {
                try await fixture.record([gone, spared].map { fixture.result($0, minute: hour * 60, .up) })
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
            #expect(try await fixture.rollups(of: spared) == 29)
            let states = try await fixture.engine.database.read { db in
                try LocationStateRepository().all(of: [gone.id, spared.id], in: db).map(\.monitor)
            }
            #expect(states == [spared.id])
            #expect(try await fixture.hasCertificate(gone) == false)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `expired data is removed at its age, valid data stays`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let now = fixture.clock.now
            try await fixture.engine.database.write { db in
                let user = try UserRepository().insert(
                    email: "a@x", emailConfirmed: true, name: "A", passwordHash: "", at: now, in: db)
                try MembershipRepository().insert(user.id, of: fixture.organization, role: .owner, at: now, in: db)
                for (number, end) in [now + .minutes(1), now + .days(60)].enumerated() {
                    try SessionRepository().insert(
                        hash: [UInt8(number)], of: user.id, at: now, expiresAt: end, userAgent: "", address: "", in: db)
                    _ = try TokenRepository().insert(
                        hash: [UInt8(number)], prefix: "", of: fixture.organization, name: "x", role: .viewer, by: user.id,
                        at: now,
                        expiresAt: end, in: db)
                }
                try MailedLinkRepository().plan(.signUp, to: "a@x", in: db)
                _ = try IdempotencyRepository().claim(
                    "k", in: "s", of: fixture.organization, requestHash: [1], at: now, expired: .epoch, in: db)
            }
            let janitor = JanitorService(fixture.engine, holder: "test")
            func rows() async throws -> [Int] {
                try await janitor.clean()
                return try await fixture.engine.database.read { db in
                    let queries: [SQL] = [
                        "SELECT count(*) FROM sessions", "SELECT count(*) FROM tokens", "SELECT count(*) FROM idempotency_keys",
                        "SELECT count(*) FROM mailed_links",
                    ]
                    return try queries.map { try db.first($0) { try $0.next(Int.self) } ?? 0 }
                }
            }
            #expect(try await rows() == [2, 2, 1, 1])
            fixture.clock.set(now + .minutes(2))
            #expect(try await rows() == [1, 2, 1, 1])
            fixture.clock.set(now + .days(2))
            #expect(try await rows() == [1, 2, 0, 0])
            fixture.clock.set(now + .days(32))
            #expect(try await rows() == [1, 1, 0, 0])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a monitor with a long history is removed in slices`(_ backend: TestDatabase) async throws {
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

    @Test(arguments: TestDatabase.all)
    func `a clock that may be wrong removes nothing at once`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let start = fixture.clock.now
            var turns: [JanitorService.Round] = []
            func turn(at passed: Duration, doubted: Duration? = nil, by holder: String = "a") async throws {
                fixture.clock.set(start + passed)
                turns.append(try await JanitorService(fixture.engine, holder: holder).round(afterDoubting: doubted))
            }
            try await turn(at: .zero)
            try await turn(at: .zero, by: "b")
            try await turn(at: .hours(23))
            for doubted in [Duration?.none, .minutes(1), .minutes(59)] { try await turn(at: .hours(48), doubted: doubted) }
            try await turn(at: .hours(48), doubted: .minutes(60))
            try await turn(at: .hours(48))
            // The clock is set right: its former error delays nothing.
            try await turn(at: .zero)
            try await turn(at: .minutes(10))
            let doubtful = Array(repeating: JanitorService.Round.doubtful(.hours(25)), count: 3)
            #expect(turns == [.ours, .others, .ours] + doubtful + [.ours, .ours, .ours, .ours])
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
