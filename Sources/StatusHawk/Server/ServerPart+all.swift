import HawkAPI
import HawkCore
import HawkEngine
import NIOPosix

extension ServerPart {
    /// All parts, in starting order. They stop in reverse order: each ends before the one above it begins to stop. So a part can
    /// use those above it until its end.
    static let all: [ServerPart] = [
        // Stops last, because all others use the clock.
        ServerPart("clock", in: ServerRole.every, "keeps the clock right; restarts the process if it was set back") { context in
            ClockService(
                context.clock, discipline: context.discipline, troubles: context.engine.troubles, logger: context.engine.logger
            ) { [restart = context.restart] in restart.make() }
        },
        // Stops after the parts that it reports on, so that the shutdown can be observed.
        ServerPart(
            "operations-listener", in: ServerRole.every, "serves /healthz, /readyz, /metrics and /probe on a separate address",
            only: "with \(ConfigurationKey.operationsListen.rawValue)"
        ) { context in
            context.configuration.operations.map { address in
                context.listener(
                    "operations", on: address, context.api.makeMonitoringResponder(), streams: OpenStreams(),
                    maxConnections: context.resources.descriptors.operationsConnections)
            }
        },
        ServerPart("own-servers", in: ServerRole.every, "looks up the addresses of our own servers, which no check may reach") {
            OwnServersService(
                servers: OwnServers($0.configuration), network: $0.network, database: $0.engine.database)
        },
        ServerPart("integrity-check", in: ServerRole.every, "checks the database for damage after a start", only: "with SQLite") {
            context in
            guard case .sqlite(let path) = context.configuration.database else { return nil }
            let integrity = IntegrityService(context.engine, path: path)
            context.readiness.require("database integrity") { try integrity.requireUndamaged() }
            return integrity
        },
        // Stops after the recorder, because the last results can cause alerts.
        ServerPart("notifier", in: [.notifier], "plans, sends and retries deliveries; answers tests of channels") { context in
            let notifier = NotifierService(context.engine, environment: context.channels, holder: context.holder)
            context.readiness.require("alerting") { try notifier.requireAlerting() }
            return notifier
        },
        ServerPart("recorder", in: [.runner], "stores results in batches; opens and resolves incidents") { context in
            let recorder = Recorder(
                context.engine, spill: try context.spill("spill"), held: try context.spill("spill/held"), ending: context.ending)
            context.readiness.require("result storage") { try recorder.requireWriting() }
            return recorder
        },
        // Stops before the recorder, which then stores the results of the last checks.
        ServerPart("runner", in: [.runner], "takes the tasks of its location and runs their checks", needs: ["recorder"]) {
            context in
            guard let probes = context.probes else { return nil }
            let loops = context.resources.probeLoops
            let named = context.configuration.connectivityCheck
            return RunnerService(
                context.engine, on: loops, environment: probes, recorder: context.need(Recorder.self), clock: context.clock,
                concurrency: context.resources.maxChecks,
                connectivity: named.isEmpty ? nil : Connectivity(named, on: loops.next(), in: probes, context.engine))
        },
        ServerPart("runner-heartbeat", in: [.runner], "stores that the runner is alive", needs: ["runner"]) {
            RunnerBeat($0.engine, name: $0.holder)
        },
        ServerPart("janitor", in: [.scheduler], "removes data older than its retention") {
            JanitorService($0.engine, holder: $0.holder)
        },
        // Stops before the runner, which then receives no more tasks in a process with both roles.
        ServerPart("scheduler", in: [.scheduler], "emits the tasks of due slots; finds missed heartbeats and monitoring gaps") {
            SchedulerService($0.engine, holder: $0.holder)
        },
        ServerPart("live-events", in: [.api], "streams changes to open dashboards") { $0.api.events },
        ServerPart("ping-intake", in: [.api], "stores the pings of heartbeat monitors in batches") { $0.api.pings },
        ServerPart("page-cache", in: [.api], "drops status pages from the cache when their content changes") {
            PageCacheService($0.api.pages, $0.engine)
        },
        // The main listener starts last and stops first: no request reaches a part that has stopped.
        ServerPart(
            "api-listener", in: [.api], "serves the dashboard, the REST API, status pages and pings",
            needs: ["live-events", "ping-intake", "page-cache"]
        ) { $0.mainListener($0.api.makeResponder(withMonitoring: $0.configuration.operations == nil)) },
        ServerPart(
            "monitoring-listener", in: ServerRole.every.subtracting([.api]),
            "serves /healthz, /readyz, /metrics and /probe on the main address",
            only: "without the role api and without \(ConfigurationKey.operationsListen.rawValue)"
        ) { context in
            guard !context.roles.contains(.api), context.configuration.operations == nil else { return nil }
            return context.mainListener(context.api.makeMonitoringResponder())
        },
    ]
}
