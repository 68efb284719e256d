import HTTPTypes
import HawkCore
import HawkEngine
package import HawkProbes
package import NIOCore
import Synchronization

/// Checks a target for Prometheus, on the runner's own event loops and under its policy, and records nothing.
package final class TargetProber: Sendable {
    /// What is left of Prometheus's scrapeTimeout for the way there and back, as blackbox_exporter leaves it.
    private static let margin = Duration.milliseconds(500)

    private let modules: ProbeModules
    private let environment: ProbeEnvironment
    private let eventLoops: any EventLoopGroup
    private let registry: MonitorTypeRegistry
    private let limit: Int
    private let inFlight = Mutex(0)

    /// - Parameters:
    ///   - eventLoops: the group that `environment` was made for.
    ///   - limit: of probes at a time. They come as often as Prometheus is told to, and must not crowd out the monitors' checks.
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

    /// - Parameter scrapeTimeout: how long Prometheus waits; nil where somebody else asks.
    /// - Returns: what Prometheus reads.
    /// - Throws: `OperationError` for what cannot be probed, or not now; `Problem` where we could not tell.
    func probe(_ target: String, module name: String, scrapeTimeout: Duration?) async throws -> ProbeReport {
        guard let module = self.modules[name] else {
            throw QueryParameters.malformed("module", "must be one of \(self.modules.names.joined(separator: ", "))")
        }
        let text = module.type.export.target(target)
        let configuration: MonitorConfiguration
        do {
            configuration = MonitorConfiguration(
                name: name, type: module.type.type, target: try module.type.normalise(target: text), interval: .days(1),
                timeout: Self.timeout(module, scrapeTimeout), confirmations: 0, settings: module.settings)
        } catch {
            throw OperationError.malformed(error.errors)
        }
        try self.begin()
        defer { self.inFlight.withLock { $0 -= 1 } }
        let start = ContinuousClock.now
        let check = try SingleCheck(configuration, in: self.environment, registry: self.registry)
        let sighting = try await check.run(on: self.eventLoops.next())
        // Prometheus knows up and down; of what we cannot tell it must hear nothing.
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

/// What one probe found, as Prometheus and as people read it.
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

    /// With the sentence that Prometheus has no place for.
    var debugText: String {
        let why = self.observation.message.isEmpty ? "" : ": \(self.observation.message)"
        return
            "\(self.target) is \(self.observation.outcome.rawValue)\(why)\n\nMetrics that would have been returned:\n\(self.text)"
    }
}
