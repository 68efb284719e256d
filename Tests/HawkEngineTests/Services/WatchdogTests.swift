import Dispatch
import Foundation
import HawkCore
import HawkStore
import HawkTestSupport
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct WatchdogTests {
    @Test func `a blocked event loop is logged, and ends the process if it stays blocked`() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let loops = Array(group.makeIterator())
        let (log, metrics) = (RecordedLog(), Metrics())
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let parts = loops.enumerated().map { number, loop in
            Watchdog.Part.eventLoop("loop-\(number)", loop, logAfter: .milliseconds(200), endAfter: .milliseconds(600))
        }
        let watchdog = Watchdog(parts, every: .milliseconds(20), metrics: metrics, logger: log.logger) { end.yield() }
        watchdog.start()
        #expect(watchdog.complaint == nil)

        // A real thread that is really blocked.
        let release = DispatchSemaphore(value: 0)
        loops[1].execute { release.wait() }
        try await eventually("it is logged") { log.all.contains { $0.message == "A part of the process is frozen" } }
        #expect(watchdog.complaint?.hasPrefix("loop-1 has been frozen for ") == true)
        for await _ in ends { break }
        let logged = log.all.filter { $0.message == "Ending the process because a part of it is frozen" }
        #expect(logged.first?.metadata["part"] == "loop-1" && logged.first?.level == .critical)
        release.signal()
        try await eventually("it works again") { watchdog.complaint == nil }
        #expect(metrics.text().contains(#"statushawk_freezes_total{part="loop-1"} 1"# + "\n"))
        #expect(metrics.text().contains(#"statushawk_freezes_total{part="loop-0"} 0"# + "\n"))
        watchdog.cancel()
        try await group.shutdownGracefully()
    }

    @Test func `a log that blocks does not keep the process from ending`() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let (release, blocked) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let part = Watchdog.Part.eventLoop("loop", group.next(), logAfter: .milliseconds(100), endAfter: .milliseconds(200))
        let watchdog = Watchdog(
            [part], every: .milliseconds(20), metrics: Metrics(), logger: BlockedLog.logger(until: release)
        ) { end.yield() }
        group.next().execute { blocked.wait() }
        watchdog.start()
        for await _ in ends { break }
        watchdog.cancel()
        blocked.signal()
        for _ in 0..<100 { release.signal() }
        try await group.shutdownGracefully()
    }

    @Test(arguments: TestDatabase.all) func `a statement that is stuck shows in its database`(_ backend: TestDatabase)
        async throws
    {
        try await backend.run(clock: ManualClock()) { database in
            try await eventually("nothing runs yet") { database.maxStatementDuration == .zero }
            let (release, began) = (DispatchSemaphore(value: 0), AsyncStream.makeStream(of: Void.self))
            async let written: Void = database.write { db in
                _ = try db.now()
                began.continuation.yield()
                release.wait()
            }
            for await _ in began.stream { break }
            try await eventually("it has run for a while") { database.maxStatementDuration > .milliseconds(20) }
            release.signal()
            try await written
            try await eventually("nothing runs") { database.maxStatementDuration == .zero }
        }
    }
}

/// A log without a reader: writers wait.
private struct BlockedLog: LogHandler {
    let release: DispatchSemaphore
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    static func logger(until release: DispatchSemaphore) -> Logger { Logger(label: "test") { _ in BlockedLog(release: release) } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    func log(event: LogEvent) { self.release.wait() }
}
