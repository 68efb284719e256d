import HawkBroker
import HawkCore
import HawkStore
import HawkTestSupport
import ServiceLifecycle

@testable import HawkEngine

extension EngineFixture {
    /// A chain for `shop.test`.
    /// - Parameters:
    ///   - end: the time until the leaf expires, plus a second in which a check is made.
    ///   - life: the validity period of the leaf.
    func chain(until end: Duration, life: Duration = .days(365), problem: String? = nil) -> CertificateChain? {
        let now = self.clock.now + .seconds(1)
        let leaf = CertificateSummary(
            subject: "CN=shop.test", issuer: "CN=Authority", names: ["shop.test"], notBefore: now + end - life,
            notAfter: now + end)
        return CertificateChain([leaf], problem: problem, host: "shop.test")
    }

    /// A check at an instant of the monitor's life that saw the chain. Moves the clock there.
    func result(
        _ monitor: Monitor, after time: Duration, _ outcome: Outcome = .up, location: String = "default",
        showing chain: CertificateChain?
    ) -> CheckResult {
        var result = self.result(monitor, minute: time.milliseconds / 60_000, outcome, location: location)
        result.chain = chain
        if chain != nil { result.phases.tls = .milliseconds(5) }
        return result
    }

    /// The alerts, oldest first: `kind: message`.
    func alertTexts() async throws -> [String] {
        try await self.engine.database.read { db in
            try AlertEventRepository().unplanned(limit: 100, in: db).map { "\($0.kind.rawValue): \($0.message)" }
        }
    }

    /// Runs a recorder as a process does.
    func withRecorder(_ body: (Recorder) async throws -> Void) async throws {
        let recorder = Recorder(self.engine)
        let services = ServiceGroup(services: [recorder], logger: self.engine.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            try await body(recorder)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }
}
