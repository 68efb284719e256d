import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct LeaseRepositoryTests {
    private let leases = LeaseRepository()

    @Test(arguments: TestDatabase.all)
    func `one holder renews its lease, and the next one continues its work`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                func acquire(_ holder: String, through: Instant) throws -> Lease? {
                    try self.leases.acquire("scheduler", holder: holder, for: .seconds(5), emittedThrough: through, in: db)
                }
                let first = try #require(try acquire("a", through: Instant(seconds: 100)))
                #expect(first.epoch == 1 && first.expiresAt == clock.now + .seconds(5))
                #expect(try acquire("b", through: Instant(seconds: 900)) == nil)
                clock.advance(by: .seconds(4))
                let renewed = try #require(try acquire("a", through: Instant(seconds: 104)))
                #expect(renewed.epoch == 1 && renewed.emittedThrough == Instant(seconds: 104))
                #expect(try acquire("a", through: Instant(seconds: 50))?.emittedThrough == Instant(seconds: 104))
                clock.advance(by: .seconds(5))
                let successor = try #require(try acquire("b", through: Instant(seconds: 900)))
                #expect(successor.epoch == 2 && successor.emittedThrough == Instant(seconds: 104))
                #expect(try acquire("a", through: Instant(seconds: 110)) == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a released lease is free at once, and another holder's is not changed`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                func acquire(_ holder: String) throws -> Lease? {
                    try self.leases.acquire("janitor", holder: holder, for: .seconds(5), emittedThrough: .epoch, in: db)
                }
                #expect(try acquire("a") != nil)
                try self.leases.release("janitor", holder: "b", in: db)
                #expect(try acquire("b") == nil)
                try self.leases.release("janitor", holder: "a", in: db)
                #expect(try acquire("b")?.epoch == 2)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `facts of the installation are set once`(_ backend: TestDatabase) async throws {
        let installation = InstallationRepository()
        try await backend.run { database in
            try await database.write { db in
                #expect(try installation.find("id", in: db) == nil)
                #expect(try installation.establish("id", as: "one", in: db) == "one")
                #expect(try installation.establish("id", as: "two", in: db) == "one")
                try installation.set("id", to: "three", in: db)
                #expect(try installation.find("id", in: db) == "three")
                try installation.remove("id", in: db)
                #expect(try installation.find("id", in: db) == nil)
            }
        }
    }
}
