package import HawkCore
package import HawkProbes
package import NIOCore
import Synchronization

/// A check outside any schedule, with the same attempts and verdict, that is not recorded. It may run any number of times.
package final class SingleCheck: Sendable {
    /// The result of a check and the observation of its last attempt, which contains more about a success than the result.
    package struct Execution: Sendable {
        package let result: CheckResult
        /// Nil if a runner fault prevented every observation.
        package let observation: Observation?

        package init(result: CheckResult, observation: Observation?) {
            self.result = result
            self.observation = observation
        }
    }

    private let monitor: Monitor
    private let timing: CheckTiming
    private let probe: PreparedProbe
    private let environment: ProbeEnvironment
    private let clock: SystemClock

    /// - Parameter configuration: Normalized, without sealed settings.
    /// - Throws: `RunnerFault` if runners cannot check such a monitor.
    package init(
        _ configuration: MonitorConfiguration, in environment: ProbeEnvironment, registry: MonitorTypeRegistry,
        clock: SystemClock = SystemClock()
    ) throws {
        guard let type = registry[configuration.type] else { throw RunnerFault("unknown monitor type \(configuration.type)") }
        guard let timing = configuration.schedule.checks else {
            throw RunnerFault("a monitor of type \(configuration.type) is not checked")
        }
        let now = clock.now
        self.timing = timing
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
        probe.onObservation = { observation in last.withLock { $0 = observation } }
        let promise = loop.makePromise(of: CheckResult.self)
        loop.execute { [probe] in self.start(task, probe, lastSuccess: LastSuccess(), on: loop) { promise.succeed($0) } }
        let result = try await promise.futureResult.get()
        return Execution(result: result, observation: last.withLock { $0 })
    }

    /// A task whose slot is now.
    var task: CheckTask {
        CheckTask(
            self.monitor, self.timing, slot: self.clock.now,
            location: self.monitor.configuration.locations.first ?? "default", epoch: 0)
    }

    /// Starts a check. Must run on the loop. Ends in exactly one call of `finish`.
    /// - Parameter probe: Replaces the check's own probe.
    func start(
        _ task: CheckTask, _ probe: PreparedProbe? = nil, lastSuccess: LastSuccess, on loop: any EventLoop,
        finish: @escaping (CheckResult) -> Void
    ) {
        let context = Check.Context(
            loop: loop, wheel: self.environment.wheel(of: loop), environment: self.environment, clock: self.clock)
        Check(task, probe ?? self.probe, lastSuccess: lastSuccess, in: context) { end in
            if case .result(let result) = end { finish(result) }  // no caller gives it up
        }.attempt()
    }
}
