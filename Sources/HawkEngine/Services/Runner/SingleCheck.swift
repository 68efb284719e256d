package import HawkCore
package import HawkProbes
package import NIOCore

/// One check outside any server: the same attempts and the same verdict, recorded nowhere.
package struct SingleCheck: Sendable {
    private let task: CheckTask
    private let probe: PreparedProbe
    private let environment: ProbeEnvironment

    /// - Parameter configuration: normalised, without sealed settings.
    package init(_ configuration: MonitorConfiguration, in environment: ProbeEnvironment, registry: MonitorTypeRegistry) throws {
        guard let type = registry[configuration.type] else { throw RunnerFault("there is no monitor type \(configuration.type)") }
        let now = SystemClock().now
        let monitor = Monitor(
            id: ID(0), organization: ID(0), configuration: configuration, createdAt: now, updatedAt: now, effectiveAt: now)
        self.task = CheckTask(monitor, slot: now, location: configuration.locations.first ?? "default", epoch: 0)
        self.probe = try type.prepare(target: configuration.target, settings: configuration.settings)
        self.environment = environment
    }

    package func run(on loop: any EventLoop) async throws -> CheckResult {
        let promise = loop.makePromise(of: CheckResult.self)
        loop.execute {
            let surroundings = Check.Surroundings(
                loop: loop, wheel: self.environment.wheel(of: loop), environment: self.environment, clock: SystemClock())
            Check(self.task, self.probe, in: surroundings) { promise.succeed($0) }.attempt()
        }
        return try await promise.futureResult.get()
    }
}
