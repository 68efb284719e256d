import ArgumentParser
import HawkAPI
import HawkCore
import HawkEngine
import HawkNet
import HawkProbes
import Logging
import NIOCore
import NIOPosix

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks a target once, stores nothing, and says what came of it.",
        discussion: "Exits with 0 when it is up or degraded, 1 when it is down, 2 when we could not tell.")

    @Argument(help: "A URL for http, host:port for tcp, a host for icmp.") var target: String
    @Option(help: "The monitor type; http where the target is an http(s) URL.") var type: String?
    @Option(help: "Bounds one attempt, in seconds.") var timeout: Double = 10
    @Option(help: "How many further attempts must fail too.") var confirmations: Int = 0
    @Option(help: "Certificates (PEM) to trust in place of the system's.") var caFile: String?
    @Flag(help: "Print one JSON object as in the results of the API.") var json = false

    func validate() throws {
        guard self.type != nil || self.isURL else {
            throw ValidationError("--type is required unless the target is an http(s) URL")
        }
        guard (0.1...3_600).contains(self.timeout) else { throw ValidationError("--timeout is from 0.1 to 3600 seconds") }
        guard (0...10).contains(self.confirmations) else { throw ValidationError("--confirmations is from 0 to 10") }
    }

    func run() async throws {
        let result = try await reportingFailures { try await self.check() }
        print(self.json ? try result.json : CheckReport(result).text(target: self.target))
        switch result.outcome {
        case .up, .degraded: return
        case .down: throw ExitCode(1)
        case .unknown: throw ExitCode(2)
        }
    }

    private var isURL: Bool { self.target.lowercased().hasPrefix("http://") || self.target.lowercased().hasPrefix("https://") }

    private func check() async throws -> CheckResult {
        let registry = MonitorTypeRegistry.standard
        let name = MonitorType(rawValue: self.type ?? "http")
        guard let type = registry[name] else {
            throw OperationError.invalid(
                "--type", "is one of \(registry.all.filter(\.isChecked).map(\.type.rawValue).joined(separator: ", "))")
        }
        guard type.isChecked else {
            throw OperationError.invalid("--type", "cannot be \(name): it is not checked, but reports by itself")
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let environment = try ProbeWiring.environment(
            on: group, resolver: NameResolver(), policy: ProbeWiring.unrestricted(), caFile: self.caFile,
            logger: Logger(label: "statushawk.check"))
        let configuration = MonitorConfiguration(
            name: self.target, type: name, target: try type.normalise(target: self.target), interval: .days(1),
            timeout: .milliseconds(Int64(self.timeout * 1_000)), confirmations: self.confirmations,
            settings: try type.normalise(settings: .object([:])))
        let result = try await SingleCheck(configuration, in: environment, registry: registry).run(on: group.next())
        try await group.shutdownGracefully()
        return result
    }
}
