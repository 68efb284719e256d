import HTTPTypes
import HawkCore
import HawkEngine
package import HawkProbes
package import NIOCore
import Synchronization

/// Checks a target for Prometheus, on the runner's event loops and under its target policy, without recording the result.
package final class TargetProber: Sendable {
    /// The part of Prometheus's scrape timeout reserved for the network, the same as in blackbox_exporter.
    private static let margin = Duration.milliseconds(500)

    private let modules: ProbeModules
    private let environment: ProbeEnvironment
    private let eventLoops: any EventLoopGroup
    private let registry: MonitorTypeRegistry
    private let limit: Int
    private let inFlight = Mutex(0)

    /// - Parameters:
    ///   - eventLoops: the group that `environment` was created for.
    ///   - limit: the maximum number of concurrent probes. Prometheus sets their frequency, and they must not displace the
    ///     monitors' checks.
    package init(
        _ modules: ProbeModules, in environment: ProbeEnvironment, on eventLoops: any EventLoopGroup,
        registry: MonitorTypeRegistry = .standard, limit: Int = 100
    ) {
        self.modules = modules
        self.environment = environment
        self.eventLoops = eventLoops
        self.registry = registry
        self.limit = limit
    }

    /// - Parameter scrapeTimeout: how long Prometheus waits. Nil for other clients.
    /// - Returns: the report for Prometheus.
    /// - Throws: `OperationError` if the target cannot be probed, or not now; `Problem` if the outcome is unknown.
    func probe(_ target: String, module name: String, scrapeTimeout: Duration?) async throws -> ProbeReport {
        guard let module = self.modules[name] else {
            throw QueryParameters.malformed("module", "must be one of \(self.modules.names.joined(separator: ", "))")
        }
        let text = module.type.export.target(target)
        let configuration: MonitorConfiguration
        do {
            configuration = MonitorConfiguration(
                name: name, type: module.type.type, target: try module.type.normalise(target: text),
                schedule: .polled(
                    CheckTiming(interval: .days(1), timeout: Self.timeout(module, scrapeTimeout), confirmations: 0)),
                settings: module.settings)
        } catch {
            throw OperationError.malformed(error.errors)
        }
        try self.begin()
        defer { self.inFlight.withLock { $0 -= 1 } }
        let start = ContinuousClock.now
        let check = try SingleCheck(configuration, in: self.environment, registry: self.registry)
        let sighting = try await check.run(on: self.eventLoops.next())
        // Prometheus knows only up and down, so an unknown outcome must be an error.
        guard sighting.result.outcome != .unknown, let observation = sighting.observation else {
            throw Problem(.serviceUnavailable, "this runner could not determine the result: \(sighting.result.message)")
        }
        let samples =
            ProbeSample.common(observation, duration: .now - start)
            + module.type.export.samples(observation, configuration.target)
        return ProbeReport(target: configuration.target, observation: observation, samples: samples)
    }

    private func begin() throws(OperationError) {
        let isFree = self.inFlight.withLock { count in
            guard count < self.limit else { return false }
            count += 1
            return true
        }
        guard isFree else {
            throw OperationError(
                .rateLimited(retryAfter: .seconds(1)),
                "\(self.limit) probes are already in flight: spread the scrapes of Prometheus")
        }
    }

    private static func timeout(_ module: ProbeModules.Module, _ scrapeTimeout: Duration?) -> Duration {
        guard let scrapeTimeout else { return module.timeout }
        return min(module.timeout, max(scrapeTimeout - self.margin, scrapeTimeout / 2))
    }
}

/// The findings of one probe, for Prometheus and for people.
struct ProbeReport {
    let target: String
    let observation: Observation
    let samples: [ProbeSample]

    var text: String {
        let page = Metrics()
        for sample in self.samples {
            let labels = sample.labels.sorted { $0.key < $1.key }
            page.gauge(sample.name, sample.help, labels: labels.map(\.key)).set(sample.value, labels.map(\.value))
        }
        return page.text()
    }

    /// Includes the message, for which the Prometheus format has no place.
    var debugText: String {
        let why = self.observation.message.isEmpty ? "" : ": \(self.observation.message)"
        return
            "\(self.target) is \(self.observation.outcome.rawValue)\(why)\n\nMetrics that would have been returned:\n\(self.text)"
    }
}
