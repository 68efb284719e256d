import Glibc
import HawkCore
import HawkEngine
import Logging
import NIOCore
import NIOPosix

/// The threads and descriptors of a server process, and how its parts share them.
struct ProcessResources {
    /// For probes: one event loop per processor.
    let probeLoops: MultiThreadedEventLoopGroup
    /// For HTTP, separate from the probes, so that clients cannot delay a check.
    let httpLoops: MultiThreadedEventLoopGroup
    let descriptors: DescriptorBudget
    /// The maximum number of monitor checks in flight.
    let maxChecks: Int
    /// The maximum number of concurrent probes for Prometheus.
    let maxProbes: Int

    private static let wantedProbes = 100

    init(_ configuration: ServerConfiguration, roles: Set<ServerRole>) throws(ConfigurationError) {
        let httpThreads = min(max(System.coreCount / 2, 1), 4)
        let wantedProbes = configuration.probes == nil ? 0 : Self.wantedProbes
        let demand = DescriptorBudget.Demand(
            checks: roles.contains(.runner) ? configuration.runnerConcurrency + wantedProbes : nil,
            servesPeople: roles.contains(.api),
            hasOperationsListener: configuration.operations != nil,
            databaseConnections: configuration.databasePoolSize + 1, eventLoops: System.coreCount + httpThreads)
        do {
            self.descriptors = try DescriptorBudget(limit: DescriptorLimit.current, demand)
        } catch {
            throw ConfigurationError(
                """
                the limit of open files is \(error.limit), but this process needs at least \(error.minLimit); raise it, for example with \
                `ulimit -n`, LimitNOFILE= of systemd or `--ulimit nofile=` of Docker
                """)
        }
        let checks = self.descriptors.checks
        self.maxProbes = min(wantedProbes, max(checks / 4, 1))
        self.maxChecks = max(min(configuration.runnerConcurrency, checks - self.maxProbes), 1)
        self.probeLoops = .singleton
        self.httpLoops = MultiThreadedEventLoopGroup(numberOfThreads: httpThreads)
    }

    /// Warns if the limit of open files allows less than was configured.
    func warn(_ configuration: ServerConfiguration, _ logger: Logger) {
        guard self.descriptors.checks > 0, self.maxChecks < configuration.runnerConcurrency else { return }
        logger.warning(
            "Check concurrency is below STATUSHAWK_RUNNER_CONCURRENCY; raise the limit of open files",
            metadata: [
                "checks.max": "\(self.maxChecks)", "checks.wanted": "\(configuration.runnerConcurrency)",
                "files.limit": "\(self.descriptors.limit)",
            ])
    }

    /// Creates a watchdog for all threads that the process's parts run on.
    func watchdog(_ engine: Engine) -> Watchdog {
        let loops = [("probes", self.probeLoops), ("http", self.httpLoops)].flatMap { name, group in
            group.makeIterator().enumerated().map { Watchdog.Part.eventLoop("\(name)-\($0 + 1)", $1) }
        }
        return Watchdog(
            [.pool, .database(engine.database)] + loops, metrics: engine.metrics, logger: engine.logger,
            end: { _exit(Self.frozen) })
    }

    /// The exit status of a process that ends because a part of it is frozen (EX_SOFTWARE in sysexits.h).
    private static let frozen: Int32 = 70

    func close() async {
        // `try?`: the only possible error is that it was closed before.
        try? await self.httpLoops.shutdownGracefully()
    }
}
