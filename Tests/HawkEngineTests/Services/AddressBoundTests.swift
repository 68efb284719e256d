import Foundation
import HawkCore
import NIOCore
import Synchronization
import Testing

@testable import HawkEngine

/// The limit of checks in flight at one address.
@Suite(.timeLimit(.minutes(1))) struct AddressBoundTests {
    private let bench = RunnerLoopFixture()

    /// Returns another name of the same address for each number.
    private func name(_ number: Int64, of address: String) -> String { "name\(number)@\(address)" }

    @Test(arguments: [1, 2]) func `names of one address count together over all loops, and other addresses are not delayed`(
        _ threads: Int
    ) async throws {
        try await bench.withLoop(limit: 100, threads: threads) { loops, diary in
            let (gate, address) = (ScriptedProbe.Gate(), ScriptedProbe.freshAddress())
            loops.accept((1...60).map { bench.task($0, of: 1, "hold \(gate.name)", host: name($0, of: address)) })
            await gate.isWaitedFor(by: 8)
            loops.accept((61...100).map { bench.task($0, of: 4, "hold \(gate.name)", host: name($0, of: address)) })
            await gate.isWaitedFor(by: 10)
            // Waiting checks are not in flight: other checks of their organization run.
            loops.accept((1_001...1_040).map { bench.task($0, of: 1) })
            #expect(await diary.monitors(40) == Array(1_001...1_040))
            #expect(gate.waiting == 10)
            gate.open()
            #expect(await diary.monitors(100) == Array(1...100))
            #expect(diary.entries.withLock { $0.dropped.isEmpty })
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `hanging checks of one organization do not block others at the same address`() async throws {
        try await bench.withLoop(limit: 1_000, blockingTime: .milliseconds(50)) { loops, diary in
            let (gate, address) = (ScriptedProbe.Gate(), ScriptedProbe.freshAddress())
            // Of two organizations together, so that all ten places are taken.
            loops.accept((1...12).map { bench.task($0, of: 1, "hold \(gate.name)", host: name($0, of: address)) })
            loops.accept((21...32).map { bench.task($0, of: 2, "hold \(gate.name)", host: name($0, of: address)) })
            await gate.isWaitedFor(by: 10)
            for number in Int64(101)...105 {
                loops.accept([bench.task(number, of: 3, host: name(number, of: address))])
                #expect(await diary.monitors(1) == [number])
            }
            #expect(diary.entries.withLock { $0.dropped.isEmpty })
            gate.open()
            _ = await diary.monitors(24)
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `the absolute limit of checks in flight at one address holds for any number of organizations`()
        async throws
    {
        try await bench.withLoop(limit: 1_000, blockingTime: .milliseconds(20)) { loops, diary in
            let (gate, address) = (ScriptedProbe.Gate(), ScriptedProbe.freshAddress())
            loops.accept((1...80).map { bench.task($0, of: $0 % 40, "hold \(gate.name)", host: name($0, of: address)) })
            await gate.isWaitedFor(by: 24)
            // Still so after another whole timeout.
            loops.accept([bench.task(1_000, of: 99, slot: bench.clock.now + .milliseconds(100))])
            #expect(await diary.monitors(1) == [1_000])
            #expect(gate.waiting == 24)
            gate.open()
            #expect(await diary.monitors(80) == Array(1...80))
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `a check without a place within its interval is a gap, and does not cover the next slot`() async throws {
        try await bench.withLoop(limit: 100, blockingTime: .seconds(60)) { loops, diary in
            let (gate, address) = (ScriptedProbe.Gate(), ScriptedProbe.freshAddress())
            loops.accept((1...20).map { bench.task($0, of: $0, "hold \(gate.name)", host: name($0, of: address)) })
            await gate.isWaitedFor(by: 10)
            let start = bench.clock.now
            var first = bench.task(100, of: 30, slot: start, host: name(100, of: address))
            first.timing.interval = .milliseconds(300)
            var second = bench.task(100, of: 30, slot: start + .milliseconds(300), host: name(100, of: address))
            second.timing.interval = .seconds(60)
            loops.accept([first, second])
            while diary.entries.withLock({ $0.dropped[.stale] == nil }) { await Task.yield() }
            gate.open()
            #expect(await diary.monitors(21) == Array(1...20) + [100])
            #expect(diary.entries.withLock { $0.dropped } == [.stale: [first]])
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `at a full address organizations take turns`() async throws {
        try await bench.withLoop(limit: 100, blockingTime: .seconds(60)) { loops, diary in
            let (first, second) = (ScriptedProbe.Gate(), ScriptedProbe.Gate())
            let address = ScriptedProbe.freshAddress()
            loops.accept((1...10).map { bench.task($0, of: $0, "hold \(first.name)", host: name($0, of: address)) })
            await first.isWaitedFor(by: 10)
            loops.accept((11...60).map { bench.task($0, of: 11, "hold \(second.name)", host: name($0, of: address)) })
            loops.accept((2_001...2_003).map { bench.task($0, of: 12, "hold \(second.name)", host: name($0, of: address)) })
            while diary.entries.withLock({ $0.load.waiting < 53 }) { await Task.yield() }
            first.open()
            #expect(await diary.monitors(10) == Array(1...10))
            // Six and three: the tenth place stays free for a newcomer.
            await second.isWaitedFor(by: 9)
            #expect(second.names.count { $0.hasPrefix("name200") } == 3)
            second.open()
            #expect(await diary.monitors(53) == Array(11...60) + Array(2_001...2_003))
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `checks that wait for an address and then for their share all run`() async throws {
        try await bench.withLoop(limit: 12, threads: 2) { loops, diary in
            let addresses = (0..<2).map { _ in ScriptedProbe.freshAddress() }
            let hosts = addresses.map { "busy@\($0)" }
            let tasks = (Int64(1)...600).map { bench.task($0, of: $0 % 5, "busy", host: hosts[Int($0 % 2)]) }
            loops.accept(tasks)
            #expect(await diary.monitors(600) == Array(1...600))
            #expect(diary.entries.withLock { $0.dropped.isEmpty })
            #expect(hosts.allSatisfy { (1...14).contains(ScriptedProbe.maxAtOnce(at: $0)) })
            await loops.drain(within: .seconds(30))
        }
    }

    @Test func `a runner that shuts down also releases checks that wait for an address`() async throws {
        try await bench.withLoop(limit: 100, blockingTime: .seconds(60)) { loops, diary in
            let (gate, address) = (ScriptedProbe.Gate(), ScriptedProbe.freshAddress())
            loops.accept((1...15).map { bench.task($0, of: $0 % 2, "hold \(gate.name)", host: name($0, of: address)) })
            await gate.isWaitedFor(by: 8)
            async let drained: Void = loops.drain(within: .seconds(30))
            while diary.entries.withLock({ $0.released.isEmpty }) { await Task.yield() }
            let running = 15 - diary.entries.withLock { $0.released.count }
            gate.open()
            await drained
            #expect(await diary.monitors(running).count == running)
        }
    }

    @Test func `an organization that used up its processor time delays no other`() async throws {
        try await bench.withLoop(limit: 1_000) { loops, diary in
            loops.accept([bench.task(1_000, of: 2)])
            #expect(await diary.monitors(1) == [1_000])
            // A hundred seconds, which is its allowance for a quarter of an hour.
            loops.accept([bench.task(1, of: 1, "cost 100000")])
            #expect(await diary.monitors(1) == [1])
            loops.accept((21...40).map { bench.task($0, of: 1) })
            loops.accept((1_001...1_100).map { bench.task($0, of: 2) })
            #expect(await diary.monitors(100) == Array(1_001...1_100))
            #expect(diary.entries.withLock { !$0.begun.contains { (21...40).contains($0.rawValue) } })
            #expect(diary.entries.withLock { $0.load.heldBack } == 1)
            await loops.drain(within: .seconds(30))
            #expect(diary.entries.withLock { $0.released.count } == 20)
        }
    }
}
