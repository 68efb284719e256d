package import HawkCore
package import HawkProbes
package import NIOCore
import Synchronization

/// One check outside any schedule: the same attempts and the same verdict, recorded nowhere. It may run any number of times.
package final class SingleCheck: Sendable {
    /// What came of a check, and what its last attempt saw: of a success more than a result keeps.
    package struct Execution: Sendable {
        package let result: CheckResult
        /// nil where a fault of ours kept every attempt from seeing anything.
        package let observation: Observation?

        package init(result: CheckResult, observation: Observation?) {
            self.result = result
            self.observation = observation
        }
    }

    private let monitor: Monitor
    private let probe: PreparedProbe
    private let environment: ProbeEnvironment
    private let clock: SystemClock

    /// - Parameter configuration: normalised, without sealed settings.
    package init(
        _ configuration: MonitorConfiguration, in environment: ProbeEnvironment, registry: MonitorTypeRegistry,
        clock: SystemClock = SystemClock()
    ) throws {
        guard let type = registry[configuration.type] else { throw RunnerFault("unknown monitor type \(configuration.type)") }
        let now = clock.now
        self.monitor = Monitor(
            id: ID(0), organization: ID(0), configuration: configuration, createdAt: now, updatedAt: now, effectiveAt: now)
        self.probe = try type.prepare(target: configuration.target, settings: configuration.settings)
        self.environment = environment
        self.clock = clock
    }

    package func run(on loop: any EventLoop) async throws -> Execution {
        let task = self.task
        let last = Mutex<Observation?>(nil)
        var probe = self.probe
        probe.tell = { observation in last.withLock { $0 = observation } }
        let promise = loop.makePromise(of: CheckResult.self)
        loop.execute { [probe] in self.start(task, probe, lastSuccess: LastSuccess(), on: loop) { promise.succeed($0) } }
        let result = try await promise.futureResult.get()
        return Execution(result: result, observation: last.withLock { $0 })
    }

    /// Of a slot that is now.
    var task: CheckTask {
        CheckTask(
            self.monitor, slot: self.clock.now, location: self.monitor.configuration.locations.first ?? "default", epoch: 0)
    }

    /// On the loop already; ends in exactly one call of `finish`.
    /// - Parameter probe: another one than its own.
    func start(
        _ task: CheckTask, _ probe: PreparedProbe? = nil, lastSuccess: LastSuccess, on loop: any EventLoop,
        finish: @escaping (CheckResult) -> Void
    ) {
        let context = Check.Context(
            loop: loop, wheel: self.environment.wheel(of: loop), environment: self.environment, clock: self.clock)
        Check(task, probe ?? self.probe, lastSuccess: lastSuccess, in: context) { end in
            if case .result(let result) = end { finish(result) }  // nobody gives it up
        }.attempt()
    }
}
