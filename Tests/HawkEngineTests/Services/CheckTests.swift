import Foundation
import HawkCore
import HawkNet
import HawkProbes
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct CheckTests {
    private func check(_ script: String, confirmations: Int = 1) async throws -> CheckResult {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let resolver = NameResolver()
        let environment = try ProbeEnvironment(
            eventLoopGroup: group, resolver: resolver, policy: TargetPolicy(allowPrivate: true),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let configuration = MonitorConfiguration(
            name: "x", type: ScriptedProbe.type, target: "\(UUID().uuidString):\(script)", timeout: .seconds(5),
            confirmations: confirmations, confirmationDelay: .milliseconds(10))
        let registry = MonitorTypeRegistry([AnyMonitorType(ScriptedProbe.self)])
        let result = try await SingleCheck(configuration, in: environment, registry: registry).run(on: group.next()).result
        resolver.shutdown()
        try await group.shutdownGracefully()
        return result
    }

    @Test func `a success ends the check at once`() async throws {
        let result = try await check("up")
        #expect(result.outcome == .up && result.attempts == 1 && result.evidence.isEmpty && result.firstFailedAt == nil)
    }

    @Test func `a blip is no failure: the second attempt decides`() async throws {
        let result = try await check("down,up")
        #expect(result.outcome == .up && result.attempts == 2 && result.firstFailedAt == nil)
    }

    @Test func `a failure is confirmed, and began with its first attempt`() async throws {
        let result = try await check("down", confirmations: 2)
        #expect(result.outcome == .down && result.reason == .refused && result.message == "it refused")
        #expect(result.attempts == 3 && result.evidence.count == 3)
        #expect(result.firstFailedAt == result.evidence.first?.startedAt)
    }

    @Test func `our own fault is unknown and wakes nobody`() async throws {
        let result = try await check("fault")
        #expect(result.outcome == .unknown && result.reason == .runner && result.message == "too many open files")
        #expect(try await check("down,fault").outcome == .unknown)
    }

    @Test func `a failure while our own loop stood still does not count`() async throws {
        let result = try await check("stall,up", confirmations: 0)
        #expect(result.outcome == .up && result.attempts == 2)
        let down = try await check("stall,down", confirmations: 0)
        #expect(down.outcome == .down && down.evidence.count == 1)
    }

    @Test func `spoilt twice, the check is unknown`() async throws {
        let result = try await check("stall", confirmations: 0)
        #expect(result.outcome == .unknown && result.reason == .runner)
    }
}
