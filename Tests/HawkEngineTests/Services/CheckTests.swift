import Foundation
import HawkCore
import HawkNet
import HawkProbes
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct CheckTests {
    private func check(
        _ script: String, confirmations: Int = 1, settings: JSONValue = [:], clock: SystemClock = SystemClock()
    ) async throws -> CheckResult {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let resolver = NameResolver()
        let environment = try ProbeEnvironment(
            eventLoopGroup: group, resolver: resolver, policy: TargetPolicy(allowPrivate: true),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let configuration = MonitorConfiguration(
            name: "x", type: ScriptedProbe.type, target: "\(UUID().uuidString):\(script)",
            schedule: .polled(
                CheckTiming(timeout: .seconds(5), confirmations: confirmations, confirmationDelay: .milliseconds(10))),
            settings: settings)
        let registry = MonitorTypeRegistry([AnyMonitorType(ScriptedProbe.self)])
        let check = try SingleCheck(configuration, in: environment, registry: registry, clock: clock)
        let result = try await check.run(on: group.next()).result
        resolver.shutdown()
        try await group.shutdownGracefully()
        return result
    }

    @Test func `a success ends the check at once`() async throws {
        let result = try await check("up")
        #expect(result.outcome == .up && result.attempts == 1 && result.evidence.isEmpty && result.firstFailedAt == nil)
    }

    @Test func `a single failure is no outage: the second attempt decides`() async throws {
        let result = try await check("down,up")
        #expect(result.outcome == .up && result.attempts == 2 && result.firstFailedAt == nil)
    }

    @Test func `a confirmed failure begins with its first attempt`() async throws {
        let result = try await check("down", confirmations: 2)
        #expect(result.outcome == .down && result.reason == .refused && result.message == "it refused")
        #expect(result.attempts == 3 && result.evidence.count == 3)
        #expect(result.firstFailedAt == result.evidence.first?.startedAt)
    }

    @Test func `a runner fault is unknown and sends no alert`() async throws {
        let result = try await check("fault")
        #expect(result.outcome == .unknown && result.reason == .runner && result.message == "too many open files")
        #expect(try await check("down,fault").outcome == .unknown)
    }

    @Test func `a failure during a stall of our own loop does not count`() async throws {
        let result = try await check("stall,up", confirmations: 0)
        #expect(result.outcome == .up && result.attempts == 2)
        let down = try await check("stall,down", confirmations: 0)
        #expect(down.outcome == .down && down.evidence.count == 1)
    }

    /// A wall clock that a test sets.
    private final class Wall: Sendable {
        let offset = Mutex<Int64>(0)

        var clock: SystemClock { SystemClock { SystemClock.wallMilliseconds() + self.offset.withLock { $0 } } }

        func jump(_ duration: Duration) -> ScriptedProbe.Deed {
            ScriptedProbe.Deed { self.offset.withLock { $0 += duration.milliseconds } }
        }
    }

    @Test(arguments: [Duration.hours(1), .hours(-1), .seconds(3)])
    func `a failure during a clock change or a suspend does not count`(_ jump: Duration) async throws {
        let wall = Wall()
        let deed = wall.jump(jump)
        let up = try await check("do \(deed.name),up", confirmations: 0, clock: wall.clock)
        #expect(up.outcome == .up && up.attempts == 2)
        let down = try await check("do \(deed.name),down", confirmations: 0, clock: wall.clock)
        #expect(down.outcome == .down && down.evidence.count == 1)
        let unknown = try await check("do \(deed.name)", confirmations: 0, clock: wall.clock)
        #expect(unknown.outcome == .unknown && unknown.reason == .runner)
        #expect(unknown.message.hasPrefix("this machine slept, or its clock was set (by \(jump.milliseconds / 1_000) s)"))
    }

    @Test func `a correction by one second, as at a leap second, excuses nothing`() async throws {
        let wall = Wall()
        let deed = wall.jump(.seconds(-1))
        let down = try await check("do \(deed.name),up", confirmations: 0, clock: wall.clock)
        #expect(down.outcome == .down && down.attempts == 1)
    }

    @Test func `a result covers no unmeasured time when the clock is set forward meanwhile`() async throws {
        let wall = Wall()
        let clock = wall.clock
        let deed = ScriptedProbe.Deed {
            wall.offset.withLock { $0 += 3_600_000 }
            _ = clock.follow()
        }
        let result = try await check("do \(deed.name),up", confirmations: 0, clock: clock)
        #expect(clock.now > result.startedAt + .minutes(59))
        #expect(result.finishedAt < result.startedAt + .minutes(1))
    }

    @Test func `for an inverted monitor a failure during a stall is no success`() async throws {
        let inverted: JSONValue = ["inverted": true]
        let up = try await check("down", settings: inverted)
        #expect(up.outcome == .up && up.reason == .none && up.attempts == 1)
        let down = try await check("stall,up", confirmations: 0, settings: inverted)
        #expect(down.outcome == .down && down.reason == .assertion && down.attempts == 2)
        let unknown = try await check("stall", confirmations: 0, settings: inverted)
        #expect(unknown.outcome == .unknown && unknown.reason == .runner)
    }

    @Test func `a check with two invalid attempts is unknown`() async throws {
        let result = try await check("stall", confirmations: 0)
        #expect(result.outcome == .unknown && result.reason == .runner)
    }
}
