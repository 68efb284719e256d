import Foundation
import HawkBroker
import HawkChannels
import HawkCore
import HawkProbes
import HawkStore
import HawkTestSupport
import ServiceLifecycle
import Synchronization
import Testing

@testable import HawkEngine

/// What the recorder does while the database is away, or refuses.
@Suite(.timeLimit(.minutes(1))) struct RecorderFaultTests {
    @Test func `what came while the database was away is on the disk, and stored in order when it is back`() async throws {
        try await withRecorder { recorder, database, fixture in
            let monitor = try await fixture.monitor()
            database.isAway = true
            // As many as a batch holds are spilled at once, so that whoever waits for one of them is answered.
            for minute in Int64(0)..<999 { recorder.submit(fixture.result(monitor, minute: minute, minute == 500 ? .down : .up)) }
            _ = try await recorder.record(fixture.result(monitor, minute: 999, .up))
            #expect(throws: StoreError.unavailable(detail: "away")) { try recorder.requireWriting() }
            #expect(fixture.engine.metrics.text().contains("statushawk_recorder_spilled_results_total 1000"))

            database.isAway = false
            // Until the recorder has noticed, results may still go by way of the disk; the one after that is stored after all others.
            var minute = Int64(1_000)
            var isWriting = false
            while !isWriting {
                isWriting = (try? recorder.requireWriting()) != nil  // why it does not write is known
                _ = try await recorder.record(fixture.result(monitor, minute: minute, .up))
                minute += 1
            }
            #expect(try await fixture.results(of: monitor).count == Int(minute))
            // In order: an outage of one check, told once when it came and once when it went.
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test func `what comes while the disk is emptied is brought there too`() async throws {
        try await withRecorder(memoryOnly: .zero) { recorder, database, fixture in
            let monitor = try await fixture.monitor()
            database.isAway = true
            for minute in Int64(0)..<1_199 { recorder.submit(fixture.result(monitor, minute: minute, .up)) }
            _ = try await recorder.record(fixture.result(monitor, minute: 1_199, .up))

            let turns = database.holdWrites()
            database.isAway = false
            await turns.next()  // the first batch from the disk is at the database
            recorder.submit(fixture.result(monitor, minute: 1_200, .up))
            await turns.next()  // the second is, and the first is done with
            #expect(fixture.engine.metrics.text().contains("statushawk_recorder_spilled_results_total 1201"))
            turns.letAll()
            try await eventually("all are stored") { try await fixture.results(of: monitor).count == 1_201 }
        }
    }

    @Test func `a shutdown without the database leaves everything to the next process`() async throws {
        let path = NSTemporaryDirectory() + "statushawk-spill-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }  // the system's own clearing would find it too
        try await withRecorder(spillingTo: path) { recorder, database, fixture in
            let monitor = try await fixture.monitor()
            database.isAway = true
            recorder.submit(fixture.result(monitor, minute: 1, .up))
        }
        let left = try await Spill(directory: path).oldest(9)
        #expect(left?.results.map(\.outcome) == [.up])
    }

    @Test func `a result that the database refuses is dropped alone`() async throws {
        try await withRecorder { recorder, _, fixture in
            let monitor = try await fixture.monitor()
            for minute in Int64(0)..<20 {
                var result = fixture.result(monitor, minute: minute, .up)
                if minute == 7 { result.location = "no\0where" }
                recorder.submit(result)
            }
            _ = try await recorder.record(fixture.result(monitor, minute: 20, .up))
            #expect(try await fixture.results(of: monitor).count == 20)
            #expect(fixture.engine.metrics.text().contains("statushawk_recorder_dropped_results_total 1\n"))
        }
    }

    private func withRecorder(
        spillingTo directory: String? = nil, memoryOnly: Duration = .seconds(1),
        _ test: (Recorder, FailingDatabase, EngineFixture) async throws -> Void
    ) async throws {
        let path = directory ?? NSTemporaryDirectory() + "statushawk-spill-\(UUID().uuidString)"
        defer { if directory == nil { try? FileManager.default.removeItem(atPath: path) } }  // likewise
        try await EngineFixture.with(.sqlite) { fixture in
            let database = FailingDatabase(fixture.engine.database)
            let engine = Engine(
                database: database, broker: fixture.broker, clock: fixture.clock, secrets: fixture.engine.secrets,
                monitorTypes: .standard, channelTypes: .standard, installation: fixture.engine.installation,
                metrics: fixture.engine.metrics, logger: fixture.engine.logger)
            let recorder = Recorder(engine, spill: try Spill(directory: path), memoryOnly: memoryOnly)
            let services = ServiceGroup(services: [recorder], logger: engine.logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await services.run() }
                try await test(recorder, database, fixture)
                await services.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }
}

/// Lets writes pass one by one, when a test says so.
private final class Turns: Sendable {
    private let (arrivals, arrival) = AsyncStream.makeStream(of: CheckedContinuation<Void, Never>.self)
    private let held = Mutex<CheckedContinuation<Void, Never>?>(nil)
    private let isOver = Mutex(false)

    /// A write comes here.
    func wait() async {
        guard !self.isOver.withLock({ $0 }) else { return }
        await withCheckedContinuation { _ = self.arrival.yield($0) }
    }

    /// Lets the write pass that was waited for last, and waits for the next one.
    func next() async {
        self.held.withLock { $0.take() }?.resume()
        for await arrival in self.arrivals {
            self.held.withLock { $0 = arrival }
            return
        }
    }

    /// Holds up no more.
    func letAll() {
        self.isOver.withLock { $0 = true }
        self.held.withLock { $0.take() }?.resume()
    }
}

/// A database that can be away.
private final class FailingDatabase: Database {
    private let inner: any Database
    private let away = Mutex(false)
    private let turns = Mutex<Turns?>(nil)

    /// From now on each write waits for its turn.
    func holdWrites() -> Turns {
        let turns = Turns()
        self.turns.withLock { $0 = turns }
        return turns
    }

    init(_ inner: any Database) { self.inner = inner }

    var isAway: Bool {
        get { self.away.withLock { $0 } }
        set { self.away.withLock { $0 = newValue } }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await self.inner.read(body)
    }

    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        guard !self.isAway else { throw StoreError.unavailable(detail: "away") }
        await self.turns.withLock { $0 }?.wait()
        return try await self.inner.write(body)
    }

    func close() async { await self.inner.close() }
}

extension EngineFixture {
    fileprivate func results(of monitor: Monitor) async throws -> [CheckResult] {
        try await self.engine.database.read { db in
            try ResultRepository().page(of: monitor, from: .epoch, to: Instant(milliseconds: 1 << 50), limit: 2_000, in: db)
        }
    }
}
