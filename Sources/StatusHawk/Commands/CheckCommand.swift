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
        abstract: "Checks a target, stores nothing, and says what came of it.",
        discussion: """
            Exits with 0 when it is up or degraded, 1 when it is down, 2 when we could not tell. Of several checks the worst counts, and \
            down is worse than not being able to tell.

            The settings of each type, for --set, are in docs/monitors. A list is separated by commas, a map is given as "Name: value" \
            and as often as there are names, and both may be JSON. A value @FILE is that file's content and @- standard input, as \
            secrets must be given: others can read the command line.
            """)

    @Argument(
        help: "A URL for http, host:port for tcp, a host for icmp, a name for dns; otherwise as the monitor of that type has it.")
    var target: String
    @Option(help: "The monitor type; http where the target is an http(s) URL.") var type: String?
    @Option(help: "Bounds one attempt, in seconds.") var timeout: Double = 10
    @Option(help: "How many further attempts must fail too.") var confirmations: Int = 0
    @Option(help: "Certificates (PEM) to trust in place of the system's.") var caFile: String?
    @Option(help: ArgumentHelp("A setting of the monitor type; may be repeated.", valueName: "name=value"))
    var set: [String] = []
    @Option(name: .customLong("repeat"), help: "How many checks to make; 0: until Ctrl-C.") var count: Int?
    @Option(help: "From the start of one check to the start of the next, in seconds.") var interval: Double = 1
    @Flag(help: "Print each result as one line of JSON, as in the results of the API.") var json = false

    func validate() throws {
        guard (0.1...3_600).contains(self.timeout) else { throw ValidationError("--timeout is from 0.1 to 3600 seconds") }
        guard (0...10).contains(self.confirmations) else { throw ValidationError("--confirmations is from 0 to 10") }
        guard (0...1_000_000).contains(self.count ?? 1) else { throw ValidationError("--repeat is from 0 to 1000000") }
        guard (0...86_400).contains(self.interval) else { throw ValidationError("--interval is from 0 to 86400 seconds") }
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
                let sighting = try await check.run(on: loop)
                print(self.json ? try sighting.result.json : CheckReport(sighting, of: self.target).text)
                return sighting.result.outcome
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
        let checked = MonitorTypeRegistry.standard.all.filter(\.isChecked).map(\.type.rawValue).joined(separator: ", ")
        guard let name = self.type ?? (self.isURL ? "http" : nil) else {
            throw ValidationError("--type is required unless the target is an http(s) URL: one of \(checked)")
        }
        guard let type = MonitorTypeRegistry.standard[MonitorType(rawValue: name)] else {
            throw ValidationError("--type is one of \(checked)")
        }
        guard type.isChecked else {
            throw ValidationError("--type cannot be \(name): such a monitor is not checked, it reports by itself")
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

    /// What is to be checked, as a monitor would be.
    private func monitor() throws -> MonitorConfiguration {
        let type = try self.chosenType()
        do {
            var settings: [String: JSONValue] = [:]
            for argument in self.set { try SettingArgument(argument, form: type.form).add(to: &settings) }
            return MonitorConfiguration(
                name: self.target, type: type.type, target: try type.normalise(target: self.target), interval: .days(1),
                timeout: .milliseconds(Int64(self.timeout * 1_000)), confirmations: self.confirmations,
                settings: try type.normalise(settings: .object(settings)))
        } catch let error as SettingArgument.Unusable {
            throw UsageError(description: error.message)
        } catch let error as OperationError {
            throw UsageError(description: error.errors.map { "\($0.field) \($0.message)" }.joined(separator: "; "))
        }
    }
}
