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

/// How the recorder handles a database that is unavailable, or refuses.
@Suite(.timeLimit(.minutes(1))) struct RecorderFaultTests {
    @Test func `results that arrive while the database is unavailable are spilled, and stored in order later`() async throws {
        try await withRecorder { recorder, database, fixture in
            let monitor = try await fixture.monitor()
            database.isAway = true
            // They are spilled, so that a caller that waits for one of them gets its answer.
            for minute in Int64(0)..<999 { recorder.submit(fixture.result(monitor, minute: minute, minute == 500 ? .down : .up)) }
            _ = try await recorder.record(fixture.result(monitor, minute: 999, .up))
            #expect(throws: StoreError.unavailable(detail: "away")) { try recorder.requireWriting() }
            #expect(fixture.engine.metrics.text().contains("statushawk_recorder_spilled_results_total 1000"))

            database.isAway = false
            // Until the recorder has noticed, results may still be spilled. The one after that is stored after all others.
            var minute = Int64(1_000)
            var isWriting = false
            while !isWriting {
                isWriting = (try? recorder.requireWriting()) != nil  // the reason for not writing is known
                _ = try await recorder.record(fixture.result(monitor, minute: minute, .up))
                minute += 1
            }
            #expect(try await fixture.results(of: monitor).count == Int(minute))
            // In order: an outage of one check, with one alert at its start and one at its end.
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test func `results that arrive while spilled ones are stored are spilled too`() async throws {
        try await withRecorder(memoryOnly: .zero) { recorder, database, fixture in
            let monitor = try await fixture.monitor()
            database.isAway = true
            for minute in Int64(0)..<1_199 { recorder.submit(fixture.result(monitor, minute: minute, .up)) }
            _ = try await recorder.record(fixture.result(monitor, minute: 1_199, .up))

            let turns = database.holdWrites()
            database.isAway = false
            await turns.next()  // the first batch from disk is at the database
            recorder.submit(fixture.result(monitor, minute: 1_200, .up))
            try await eventually("it is on the disk too") {
                fixture.engine.metrics.text().contains("statushawk_recorder_spilled_results_total 1201")
            }
            turns.letAll()
            try await eventually("all are stored") { try await fixture.results(of: monitor).count == 1_201 }
        }
    }

    @Test func `results in and behind a write to a silent database are spilled`() async throws {
        let path = NSTemporaryDirectory() + "statushawk-spill-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }  // the system would remove it too
        try await withRecorder(spillingTo: path) { recorder, database, fixture in
            let monitor = try await fixture.monitor()
            let turns = database.holdWrites()
            for minute in Int64(0)..<5 { recorder.submit(fixture.result(monitor, minute: minute, minute == 2 ? .down : .up)) }
            await turns.next()  // a batch is at the database, which does not answer
            _ = try await recorder.record(fixture.result(monitor, minute: 5, .up))
            // What a process finds that starts after this one was killed.
            let left = try await Spill(directory: path).oldest(99)
            #expect(left?.results.count == 6)
            try await eventually("the recorder is not writing") { (try? recorder.requireWriting()) == nil }

            turns.letAll()
            try await eventually("all are stored, and nothing is left on the disk") {
                try await fixture.results(of: monitor).count == 6 && Spill(directory: path).bytes == 0
            }
            try await eventually("results are stored again") { (try? recorder.requireWriting()) != nil }
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test func `shutdown does not wait for a silent database, and spills everything`() async throws {
        let path = NSTemporaryDirectory() + "statushawk-spill-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }  // likewise
        let ending = EndNotice()
        try await withRecorder(spillingTo: path, memoryOnly: .seconds(3_600), ending: ending) {
            recorder, database, fixture in
            let monitor = try await fixture.monitor()
            let turns = database.holdWrites()
            recorder.submit(fixture.result(monitor, minute: 1, .up))
            await turns.next()
            ending.begin()
            _ = try await recorder.record(fixture.result(monitor, minute: 2, .up))
            #expect(try await Spill(directory: path).oldest(9)?.results.count == 2)
            turns.letAll()
        }
    }

    @Test func `a shutdown without the database leaves everything to the next process`() async throws {
        let path = NSTemporaryDirectory() + "statushawk-spill-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }  // the system would remove it too
        try await withRecorder(spillingTo: path) { recorder, database, fixture in
            let monitor = try await fixture.monitor()
            database.isAway = true
            recorder.submit(fixture.result(monitor, minute: 1, .up))
        }
        let left = try await Spill(directory: path).oldest(9)
        #expect(left?.results.map(\.outcome) == [.up])
    }

    @Test func `only the result that the database refuses is dropped`() async throws {
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

    @Test func `a refusal is not a success`() async throws {
        try await withRecorder { recorder, database, fixture in
            let monitor = try await fixture.monitor()
            database.isAway = true
            recorder.submit(fixture.result(monitor, minute: 0, .up))
            try await eventually("the recorder is not writing") { (try? recorder.requireWriting()) == nil }
            database.failure = .invalid(detail: "refused")
            database.isAway = false
            try await eventually("it is dropped") {
                fixture.engine.metrics.text().contains("statushawk_recorder_dropped_results_total 1\n")
            }
            #expect(throws: StoreError.unavailable(detail: "away")) { try recorder.requireWriting() }
            database.failure = nil
            _ = try await recorder.record(fixture.result(monitor, minute: 1, .up))
            try await eventually("results are stored again") { (try? recorder.requireWriting()) != nil }
        }
    }

    @Test func `results that meet damage are held on disk, lose no others, and are stored after the repair`() async throws {
        let path = NSTemporaryDirectory() + "statushawk-spill-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }  // likewise
        try await EngineFixture.with(.sqlite) { fixture in
            let healthy = try await fixture.monitor()
            let hurt = try await fixture.monitor { $0.name = "Hurt" }
            try await self.withRecorder(spillingTo: path, over: fixture) { recorder, database, fixture in
                _ = try await recorder.record(fixture.result(hurt, minute: 0, .up))
                _ = try await recorder.record(fixture.result(healthy, minute: 0, .up))
                try await fixture.damageState(of: hurt)
                for minute in Int64(1)..<20 {
                    recorder.submit(fixture.result(hurt, minute: minute, .down))
                    recorder.submit(fixture.result(healthy, minute: minute, .up))
                }
                try await eventually("the healthy monitor's are stored") {
                    try await fixture.results(of: healthy).count == 20
                }
                try await eventually("the other's are held") {
                    fixture.engine.metrics.text().contains("statushawk_recorder_held_results_total 19\n")
                }
                #expect(throws: StoreError.self) { try recorder.requireWriting() }
                #expect(fixture.engine.metrics.text().contains("statushawk_recorder_dropped_results_total 0\n"))
            }
            #expect(try await Spill(directory: path + "/held").oldest(99)?.results.count == 19)
            try await fixture.repairState(of: hurt)
            try await self.withRecorder(spillingTo: path, over: fixture) { recorder, database, fixture in
                try await eventually("held results are stored") { try await fixture.results(of: hurt).count == 20 }
                try await eventually("the recorder is writing") { (try? recorder.requireWriting()) != nil }
            }
        }
    }

    @Test func `a database that is damaged everywhere stores nothing and loses nothing`() async throws {
        let path = NSTemporaryDirectory() + "statushawk-spill-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }  // likewise
        try await withRecorder(spillingTo: path) { recorder, database, fixture in
            let monitor = try await fixture.monitor()
            database.failure = .corrupt(detail: "SQLite 11")
            let results = (Int64(0)..<100).map { fixture.result(monitor, minute: $0, .up) }
            for result in results { recorder.submit(result) }  // at once, so that one batch contains them
            _ = try await recorder.record(fixture.result(monitor, minute: 100, .up))
            #expect(throws: StoreError.corrupt(detail: "SQLite 11")) { try recorder.requireWriting() }
            #expect(try Spill(directory: path + "/held").bytes == 0)
            database.failure = nil
            try await eventually("all are stored") { try await fixture.results(of: monitor).count == 101 }
        }
    }

    private func withRecorder(
        spillingTo directory: String? = nil, memoryOnly: Duration = .milliseconds(800), ending: EndNotice = EndNotice(),
        _ test: (Recorder, FailingDatabase, EngineFixture) async throws -> Void
    ) async throws {
        let path = directory ?? NSTemporaryDirectory() + "statushawk-spill-\(UUID().uuidString)"
        defer { if directory == nil { try? FileManager.default.removeItem(atPath: path) } }  // likewise
        try await EngineFixture.with(.sqlite) { fixture in
            try await self.withRecorder(spillingTo: path, over: fixture, memoryOnly: memoryOnly, ending: ending, test)
        }
    }

    private func withRecorder(
        spillingTo path: String, over fixture: EngineFixture, memoryOnly: Duration = .milliseconds(800),
        ending: EndNotice = EndNotice(), _ test: (Recorder, FailingDatabase, EngineFixture) async throws -> Void
    ) async throws {
        let database = FailingDatabase(fixture.engine.database)
        let engine = Engine(
            database: database, broker: fixture.broker, clock: fixture.clock, secrets: fixture.engine.secrets,
            monitorTypes: .standard, channelTypes: .standard, installation: fixture.engine.installation,
            metrics: fixture.engine.metrics, logger: fixture.engine.logger)
        let recorder = Recorder(
            engine, spill: try Spill(directory: path), held: try Spill(directory: path + "/held"), memoryOnly: memoryOnly,
            ending: ending)
        let services = ServiceGroup(services: [recorder], logger: engine.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            try await test(recorder, database, fixture)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }
}

extension EngineFixture {
    /// The state that a damaged page leaves.
    fileprivate func damageState(of monitor: Monitor) async throws {
        try await self.engine.database.write { db in
            try db.execute("UPDATE location_states SET state = \([UInt8]([99])) WHERE monitor_id = \(monitor.id)")
        }
    }

    fileprivate func repairState(of monitor: Monitor) async throws {
        try await self.engine.database.write { db in
            try db.execute("DELETE FROM location_states WHERE monitor_id = \(monitor.id)")
        }
    }

    fileprivate func results(of monitor: Monitor) async throws -> [CheckResult] {
        try await self.engine.database.read { db in
            try ResultRepository().page(of: monitor, from: .epoch, to: Instant(milliseconds: 1 << 50), limit: 2_000, in: db)
        }
    }
}
