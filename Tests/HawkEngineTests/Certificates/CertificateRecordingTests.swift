import HawkCore
import HawkStore
import HawkTestSupport
import ServiceLifecycle
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct CertificateRecordingTests {
    private let old = Self.chain("old.test")
    private let new = Self.chain("new.test", problem: "the certificate is for new.test, not for shop.test")

    private static func chain(_ name: String, problem: String? = nil) -> CertificateChain? {
        let leaf = CertificateSummary(
            subject: "CN=\(name)", issuer: "CN=Authority", names: [name], notBefore: .epoch, notAfter: Instant(seconds: 1 << 32))
        let authority = CertificateSummary(
            subject: "CN=Authority", issuer: "CN=Root", names: [], notBefore: .epoch, notAfter: Instant(seconds: 1 << 32))
        return CertificateChain([leaf, authority], problem: problem)
    }

    @Test(arguments: TestDatabase.all)
    func `the chain of the newest slot is kept, regardless of the outcome and the order`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            #expect(try await fixture.sighting(of: monitor) == nil)
            try await fixture.record(
                fixture.result(monitor, minute: 2, .down, showing: self.new), fixture.result(monitor, minute: 3, .down),
                fixture.result(monitor, minute: 1, .up, showing: self.old))
            // From another location with a slower runner.
            var late = fixture.result(monitor, minute: 0, .up, showing: self.old)
            late.location = "elsewhere"
            try await fixture.record(late)
            let sighting = try #require(try await fixture.sighting(of: monitor))
            #expect(sighting.chain == self.new && sighting.location == "default")
            #expect(sighting.seenAt == monitor.createdAt + .minutes(2))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a chain of another target is not shown for the present target`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 1, .up, showing: self.old))
            var configuration = monitor.configuration
            configuration.target = "other.test:80"
            let edited = monitor.edited(to: configuration, at: fixture.clock.now)
            _ = try await fixture.engine.database.write { db in try MonitorRepository().update(edited, in: db) }
            #expect(try await fixture.sighting(of: edited) == nil)
            // Its last check arrived after the change.
            try await fixture.record(fixture.result(monitor, minute: 2, .up, showing: self.new))
            #expect(try await fixture.sighting(of: edited) == nil)
            try await fixture.record(fixture.result(edited, minute: 3, .up, showing: self.new))
            #expect(try await fixture.sighting(of: edited)?.chain == self.new)
        }
    }

    @Test func `unchanged certificates are written once an hour, changed ones at once`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            let monitor = try await fixture.monitor()
            let recorder = Recorder(fixture.engine)
            let services = ServiceGroup(services: [recorder], logger: fixture.engine.logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await services.run() }
                var written: [Int64] = []
                for (minute, chain) in [
                    (0, self.old), (1, self.old), (2, nil), (59, self.old), (60, self.old), (61, self.old), (62, self.new),
                    (63, self.new), (64, self.old),
                ] as [(Int64, CertificateChain?)] {
                    _ = try await recorder.record(fixture.result(monitor, minute: minute, .up, showing: chain))
                    if try await fixture.sighting(of: monitor)?.seenAt == monitor.createdAt + .minutes(minute) {
                        written.append(minute)
                    }
                }
                #expect(written == [0, 60, 62, 64])
                await services.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }

    @Test func `chains of a transaction that is rolled back are not remembered`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            let monitor = try await fixture.monitor()
            let result = fixture.result(monitor, minute: 1, .up, showing: self.old)
            let known = KnownChains()
            #expect(known.strip([result]) == [result])
            #expect(known.strip([result]) == [result])
            known.remember([result])
            #expect(known.strip([result]).map(\.chain) == [nil])
            var revised = result
            revised.revision += 1
            #expect(known.strip([revised]) == [revised])
        }
    }
}

extension EngineFixture {
    fileprivate func result(
        _ monitor: Monitor, minute: Int64, _ outcome: Outcome, showing chain: CertificateChain?
    ) -> CheckResult {
        var result = self.result(monitor, minute: minute, outcome)
        result.chain = chain
        return result
    }

    fileprivate func sighting(of monitor: Monitor) async throws -> CertificateSighting? {
        try await self.engine.database.read { db in try CertificateChainRepository().find(of: monitor, in: db) }
    }
}
