import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct ResultRepositoryTests {
    private let results = ResultRepository()
    private let evidence = EvidenceRepository()

    @Test(arguments: TestDatabase.all)
    func `every field of a result is read as written`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                var result = StoreFixtures.result(of: monitor, at: Instant(milliseconds: 60_123), location: "eu", .down)
                result.statusCode = 503
                result.attempts = 2
                result.firstFailedAt = Instant(milliseconds: 60_200)
                result.phases = Phases(
                    dns: .microseconds(1), connect: .microseconds(2), tls: nil, firstByte: .microseconds(4),
                    transfer: .microseconds(5))
                result.anomalous = true
                result.zScore = -2.5
                #expect(try self.results.insert([result], in: db).isEmpty)
                #expect(try self.results.find(result.slot, of: monitor, at: "eu", in: db) == result)
                #expect(try self.results.find(result.slot, of: monitor, at: "us", in: db) == nil)
                result.latency = nil
                result.location = "us"
                #expect(try self.results.insert([result], in: db).isEmpty)
                #expect(try self.results.find(result.slot, of: monitor, at: "us", in: db) == result)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a repeat changes nothing and is reported`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                let first = StoreFixtures.result(of: monitor, at: Instant(seconds: 60))
                let other = StoreFixtures.result(of: monitor, at: Instant(seconds: 60), location: "eu")
                let repeated = StoreFixtures.result(of: monitor, at: Instant(seconds: 60), .down)
                #expect(try self.results.insert([first], in: db).isEmpty)
                #expect(try self.results.insert([other, repeated], in: db) == [1])
                #expect(try self.results.find(first.slot, of: monitor, at: "default", in: db) == first)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a NUL byte in a target's response does not stop the recording`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                var result = StoreFixtures.result(of: monitor, at: Instant(seconds: 60), .down)
                result.message = "answered \"a\u{0}b\""
                try self.results.insert([result], in: db)
                let stored = try self.results.find(result.slot, of: monitor, at: "default", in: db)
                #expect(stored?.message == "answered \"a\u{FFFD}b\"")
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `pages run from the newest to the oldest without a gap or a repeat`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                let all = (0..<7).flatMap { number in
                    ["eu", "us"].map { StoreFixtures.result(of: monitor, at: Instant(seconds: Int64(number) * 60), location: $0) }
                }
                try self.results.insert(all, in: db)
                var seen: [CheckResult] = []
                var cursor: CheckResult.Cursor?
                repeat {
                    let page = try self.results.page(
                        of: monitor, from: Instant(seconds: 60), to: Instant(seconds: 360), before: cursor, limit: 3, in: db)
                    seen += page
                    cursor = page.last?.cursor
                } while cursor != nil
                #expect(seen == all.filter { (60..<360).contains($0.slot.milliseconds / 1_000) }.reversed())
                let one = try self.results.page(
                    of: monitor, from: .epoch, to: Instant(seconds: 120), location: "us", limit: 10, in: db)
                #expect(one.map(\.slot) == [Instant(seconds: 60), .epoch])
                let around = try self.results.neighbours(of: Instant(seconds: 60), of: monitor, at: "eu", in: db)
                #expect(around.previous == all[0] && around.next == all[4])
                let end = try self.results.neighbours(of: Instant(seconds: 360), of: monitor, at: "eu", in: db)
                #expect(end.next == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `evidence is stored only if there is some`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                var failed = StoreFixtures.result(of: monitor, at: Instant(seconds: 60), .down)
                var traces = AttemptEvidence()
                traces.body = "no \u{0} such page"
                traces.headers = [AttemptEvidence.Header(name: "Server", value: "x")]
                let observation = Observation(
                    .down, .status, "answered 404", statusCode: 404, latency: .milliseconds(3), evidence: traces)
                failed.evidence = [AttemptRecord(startedAt: failed.startedAt, observation: observation)]
                try self.evidence.insert([failed, StoreFixtures.result(of: monitor, at: Instant(seconds: 120))], in: db)
                #expect(try self.evidence.find(failed.slot, of: monitor, at: "default", in: db) == failed.evidence)
                #expect(try self.evidence.find(Instant(seconds: 120), of: monitor, at: "default", in: db) == nil)
                let slice = try self.evidence.removeSlice(before: Instant(seconds: 61), in: db)
                #expect(slice.removed == 1 && slice.next == nil)
                #expect(try self.evidence.find(failed.slot, of: monitor, at: "default", in: db) == nil)
            }
        }
    }
}
