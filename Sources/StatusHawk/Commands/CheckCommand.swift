import ArgumentParser
import HawkAPI
import HawkCore
import HawkEngine
import HawkNet
import HawkProbes
import Logging
import NIOPosix

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks a target and prints the result. Stores nothing.",
        discussion: """
            Exit status: 0 if the target is up or degraded, 1 if it is down, 2 if the result is unknown. With several checks the worst \
            result counts; down is worse than unknown.

            docs/monitors lists the settings of each type, for --set. Separate the values of a list with commas. Give a map as \
            "Name: value" and repeat --set for each entry. Lists and maps may also be JSON. The value @FILE reads a file, and @- reads \
            standard input. Pass secrets only this way: other users can read the command line.
            """)

    @Argument(
        help: "A URL for http, host:port for tcp and tls, a host for icmp, a domain name for dns.")
    var target: String
    @Option(help: "The monitor type. The default for an http(s) URL is http.") var type: String?
    @Option(help: "The timeout of one attempt, in seconds.") var timeout: Double = 10
    @Option(help: "The number of retries that must also fail before the target is down.") var confirmations: Int = 0
    @Option(help: "CA certificates (PEM) to use instead of the system store.") var caFile: String?
    @Option(help: ArgumentHelp("A setting of the monitor type. May be repeated.", valueName: "name=value"))
    var set: [String] = []
    @Option(name: .customLong("repeat"), help: "The number of checks. 0 repeats until Ctrl-C.") var count: Int?
    @Option(help: "The time between the starts of two checks, in seconds.") var interval: Double = 1
    @Flag(help: "Print each result as one line of JSON, in the API's format.") var json = false

    func validate() throws {
        guard (0.1...3_600).contains(self.timeout) else { throw ValidationError("--timeout must be from 0.1 to 3600 seconds") }
        guard (0...10).contains(self.confirmations) else { throw ValidationError("--confirmations must be from 0 to 10") }
        guard (0...1_000_000).contains(self.count ?? 1) else { throw ValidationError("--repeat must be from 0 to 1000000") }
        guard (0...86_400).contains(self.interval) else { throw ValidationError("--interval must be from 0 to 86400 seconds") }
        _ = try self.chosenType()
    }

    func run() async throws {
        let outcome = try await reportingFailures {
            let configuration = try self.monitor()
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let environment = try self.environment(on: group)
            let check = try SingleCheck(configuration, in: environment, registry: .standard)
            let loop = group.next()
            guard let count = self.count else {
                let execution = try await check.run(on: loop)
                print(self.json ? try execution.result.json : CheckReport(execution, of: self.target).text)
                return execution.result.outcome
            }
            return try await RepeatedCheck(
                target: self.target, count: count == 0 ? .max : count, interval: .milliseconds(Int64(self.interval * 1_000)),
                json: self.json
            ) { try await check.run(on: loop) }.run()
        }
        guard outcome.exitStatus == 0 else { throw ExitCode(outcome.exitStatus) }
    }

    private var isURL: Bool { self.target.lowercased().hasPrefix("http://") || self.target.lowercased().hasPrefix("https://") }

    private func chosenType() throws -> AnyMonitorType {
        let checked = MonitorTypeRegistry.standard.all.filter { $0.kind == .polled }.map(\.type.rawValue).joined(separator: ", ")
        guard let name = self.type ?? (self.isURL ? "http" : nil) else {
            throw ValidationError("--type is required unless the target is an http(s) URL: one of \(checked)")
        }
        guard let type = MonitorTypeRegistry.standard[MonitorType(rawValue: name)] else {
            throw ValidationError("--type must be one of \(checked)")
        }
        guard type.kind == .polled else {
            throw ValidationError("--type cannot be \(name): this type receives pings and is not checked")
        }
        return type
    }

    private func environment(on group: MultiThreadedEventLoopGroup) throws -> ProbeEnvironment {
        do {
            return try ProbeWiring.environment(
                on: group, resolver: NameResolver(), policy: ProbeWiring.unrestricted(), caFile: self.caFile,
                logger: Logger(label: "statushawk.check", factory: { StreamLogHandler.standardError(label: $0) }))
        } catch {
            throw UsageError(description: error.description)
        }
    }

    /// Returns the configuration that a monitor would have.
    private func monitor() throws -> MonitorConfiguration {
        let type = try self.chosenType()
        do {
            var settings: [String: JSONValue] = [:]
            for argument in self.set { try SettingArgument(argument, form: type.form).add(to: &settings) }
            return MonitorConfiguration(
                name: self.target, type: type.type, target: try type.normalise(target: self.target),
                schedule: .polled(
                    CheckTiming(
                        interval: .days(1), timeout: .milliseconds(Int64(self.timeout * 1_000)),
                        confirmations: self.confirmations)),
                settings: try type.normalise(settings: .object(settings)))
        } catch let error as SettingArgument.Unusable {
            throw UsageError(description: error.message)
        } catch let error as OperationError {
            throw UsageError(description: error.errors.map { "\($0.field) \($0.message)" }.joined(separator: "; "))
        }
    }
}
