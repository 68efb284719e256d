import ArgumentParser
import Foundation
import HawkCore
import HawkEngine
import HawkNet
import HawkProbes
import Logging
import NIOCore
import NIOPosix

/// Runs thousands of checks, as a runner does, and prints their cost. Fails if one of them is not up.
struct BenchChecksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "checks", abstract: "Runs thousands of checks against targets.")

    @Option(help: "The monitor type.") var type: String
    @Option(help: "The total number of checks.") var checks = 10_000
    @Option(help: "The number of concurrent checks.") var inFlight = 100
    @Option(help: "The number of event loops.") var loops = 1
    @Option(help: "The monitor settings, as a JSON object.") var settings = "{}"
    @Option(help: "CA certificates (PEM) to use instead of the system store.") var caFile: String?
    @Argument(help: "The targets, checked in turn.") var targets: [String]

    private struct Report: Encodable {
        let type: String
        let checks: Int
        let spent: Usage.Spent
    }

    func validate() throws {
        guard !self.targets.isEmpty else { throw ValidationError("a target is required") }
        guard self.checks > 0, self.inFlight > 0, (1...64).contains(self.loops) else {
            throw ValidationError("--checks, --in-flight and --loops must be 1 or more")
        }
    }

    func run() async throws {
        let spent = try await reportingFailures { try await self.measure() }
        print(
            String(decoding: try JSONEncoder().encode(Report(type: self.type, checks: self.checks, spent: spent)), as: UTF8.self))
    }

    private func measure() async throws -> Usage.Spent {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: self.loops)
        let environment = try ProbeWiring.environment(
            on: group, resolver: NameResolver(), policy: ProbeWiring.unrestricted(), caFile: self.caFile,
            logger: Logger(label: "statushawk.bench"))
        let load = try CheckLoad(try self.configurations(), in: environment, registry: .standard)
        let loops = Array(group.makeIterator())
        // The warm-up creates shared objects such as TLS contexts, which are not part of a check.
        for loop in loops { try await self.run(self.targets.count, load, on: [loop]) }
        let before = Usage()
        try await self.run(self.checks, load, on: loops)
        let spent = before.spent()
        try await group.shutdownGracefully()
        return spent
    }

    private func run(_ checks: Int, _ load: CheckLoad, on loops: [any EventLoop]) async throws {
        let share = max(self.inFlight / loops.count, 1)
        try await withThrowingTaskGroup(of: CheckLoad.Tally.self) { group in
            for (index, loop) in loops.enumerated() {
                let part = checks / loops.count + (index < checks % loops.count ? 1 : 0)
                if part > 0 { group.addTask { try await load.run(part, inFlight: share, on: loop) } }
            }
            for try await tally in group {
                if let complaint = tally.complaint { throw RunnerFault("a check was not up: \(complaint)") }
            }
        }
    }

    private func configurations() throws -> [MonitorConfiguration] {
        guard let type = MonitorTypeRegistry.standard[MonitorType(rawValue: self.type)], type.kind == .polled else {
            throw OperationError.invalid("--type", "is not a monitor type that can be checked")
        }
        let settings = try type.normalise(settings: try JSONParser.parse(Array(self.settings.utf8)))
        return try self.targets.map { target in
            MonitorConfiguration(
                name: target, type: type.type, target: try type.normalise(target: target),
                schedule: .polled(CheckTiming(interval: .days(1), timeout: .seconds(10), confirmations: 0)), settings: settings)
        }
    }
}
