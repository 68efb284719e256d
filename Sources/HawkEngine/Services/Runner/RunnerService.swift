import HawkBroker
import HawkCore
import HawkNet
package import HawkProbes
import Logging
package import NIOCore
import ServiceLifecycle

/// Receives the tasks of its location, runs their checks, and passes the results to the recorder. It reads nothing first, because
/// a task contains everything that it needs.
package struct RunnerService: Service {
    /// How long checks in flight may take at shutdown.
    private static let maxDrain = Duration.seconds(3)

    private let engine: Engine
    private let environment: ProbeEnvironment
    private let eventLoops: any EventLoopGroup
    private let recorder: Recorder
    private let clock: SystemClock
    private let concurrency: Int
    private let connectivity: Connectivity?
    private let meters: RunnerMeters
    private let limits = CheckLimits.standard

    /// - Parameters:
    ///   - eventLoops: The group that `environment` was made for.
    ///   - concurrency: The maximum number of checks in flight over all event loops.
    ///   - connectivity: Queried before a failure counts against the target. Nil if no connectivity addresses are configured.
    package init(
        _ engine: Engine, on eventLoops: any EventLoopGroup, environment: ProbeEnvironment, recorder: Recorder,
        clock: SystemClock,
        concurrency: Int, connectivity: Connectivity? = nil
    ) {
        self.engine = engine
        self.eventLoops = eventLoops
        self.environment = environment
        self.recorder = recorder
        self.clock = clock
        self.concurrency = concurrency
        self.connectivity = connectivity
        self.meters = RunnerMeters(engine.metrics, reserve: self.limits.reserve)
        if connectivity == nil { Connectivity.gauge(engine.metrics).set(1) }
    }

    package func run() async throws {
        let loops = try await self.makeLoops()
        let location = self.engine.installation.location
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await cancelWhenGracefulShutdown {
                    for await tasks in self.engine.broker.tasks(for: location) { loops.accept(tasks) }
                }
            }
            group.addTask {
                await cancelWhenGracefulShutdown {
                    for await request in self.engine.broker.requests(for: .runner(location: location)) {
                        self.answer(request, on: loops)
                    }
                }
            }
            if let connectivity = self.connectivity {
                group.addTask { await cancelWhenGracefulShutdown { await connectivity.watch() } }
            }
            await group.waitForAll()
        }
        await loops.drain(within: Self.maxDrain)
    }

    private func makeLoops() async throws -> RunnerLoops {
        let loops = Array(self.eventLoops.makeIterator())
        let perLoop = max(self.concurrency / max(loops.count, 1), 1)
        var bound: [RunnerLoops.Bound] = []
        for (part, loop) in loops.enumerated() {
            let runner = try await loop.submit {
                let context = Check.Context(
                    loop: loop, wheel: self.environment.wheel(of: loop), environment: self.environment, clock: self.clock,
                    connectivity: self.connectivity, attempted: { self.meters.countAttempt($0) })
                let runner = RunnerLoop(in: context, limit: perLoop, limits: self.limits, hooks: self.hooks(part))
                return NIOLoopBound(runner, eventLoop: loop)
            }.get()
            bound.append(RunnerLoops.Bound(loop: loop, runner: runner))
        }
        return RunnerLoops(bound)
    }

    private func hooks(_ part: Int) -> RunnerLoop.Hooks {
        RunnerLoop.Hooks(
            prepare: { try self.prepare($0) },
            deliver: { result in
                self.meters.count(result)
                self.engine.logger.debug("Check finished", metadata: result.logMetadata)
                self.recorder.submit(result)
            },
            drop: { task, fate in
                self.meters.count(fate)
                self.engine.logger.debug(
                    "Dropped check task",
                    metadata: ["monitor.id": "\(task.monitor)", "check.id": "\(task.checkID)", "task.fate": "\(fate.rawValue)"])
                if let receipt = task.receipt { self.engine.broker.settle([receipt]) }
            },
            release: { if !$0.isEmpty { self.engine.broker.release($0) } },
            interrupt: { monitors in
                self.meters.count(.interrupted, by: monitors.count)
                self.engine.logger.notice(
                    "Shutdown interrupted checks; they leave gaps",
                    metadata: [
                        "checks.count": "\(monitors.count)",
                        "monitor.id": "\(monitors.prefix(100).map(\.description).joined(separator: ", "))",
                    ])
            },
            isReady: { self.recorder.hasRoom },
            begin: { _, lateness in
                self.meters.count(.started)
                self.meters.observe(lateness: lateness)
            },
            onDemand: { self.meters.countOnDemand($0) },
            report: { self.meters.report($0, of: part) })
    }

    private func prepare(_ task: CheckTask) throws -> PreparedProbe {
        guard let type = self.engine.monitorTypes[task.type] else {
            throw RunnerFault("this runner does not support the monitor type \(task.type); run the same version everywhere")
        }
        var secrets: JSONValue?
        if let sealed = task.sealedSettings {
            do {
                secrets = try self.engine.secrets.open(sealed, for: .monitorSettings, of: task.organization)
            } catch {
                throw RunnerFault("the monitor's secrets cannot be decrypted; SECRET_KEY must be the key they were stored with")
            }
        }
        return try type.prepare(target: task.target, settings: SecretFields.join(task.settings, secrets))
    }

    private func answer(_ request: PendingRequest, on loops: RunnerLoops) {
        guard case .check(let task, let recorded) = request.request else { return }
        let left = ContinuousClock.now.duration(to: request.expiresAt)
        let order = OnDemandOrder(
            task: task, deadline: .now() + .nanoseconds(left.microseconds * 1_000), requester: request.requester)
        loops.check(order) { end in
            // SAFETY: unstructured because the event loop calls back; it ends when the request is answered or abandoned.
            Task {
                switch end {
                case .checked(let result) where recorded: await request.answer(await self.record(result))
                case .checked(let result): await request.answer(.checked(result))
                case .busy(let sentence): await request.answer(.busy(sentence))
                case .failed(let error): await request.answer(.refused("\(error)"))
                case .abandoned: await request.abandon()
                }
            }
        }
    }

    private func record(_ result: CheckResult) async -> BrokerReply {
        do {
            return .checked(try await self.recorder.record(result))
        } catch {
            self.engine.logger.warning(
                "Failed to record the result of an on-demand check", metadata: .of(error, result.logMetadata))
            return .refused("the check ran, but its result could not be stored")
        }
    }
}
