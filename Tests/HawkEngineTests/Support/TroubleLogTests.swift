import HawkStore
import HawkTestSupport
import Logging
import Testing

@testable import HawkEngine

@Suite struct TroubleLogTests {
    private let trouble = Trouble(.error, "It does not work", ends: "It works again")
    private let start = ContinuousClock.now

    @Test func `a failure twenty times a second is logged at its start, once a minute, and at its end`() {
        let lines = RecordedLog()
        let troubles = TroubleLog(lines.logger)
        for tick in 0..<(125 * 20) {
            troubles.record(trouble, StoreError.unavailable(detail: "refused"), now: start + .milliseconds(tick * 50))
        }
        troubles.end(trouble, now: start + .seconds(125))
        troubles.end(trouble, now: start + .seconds(126))
        #expect(lines.all.map(\.message) == ["It does not work", "It does not work", "It does not work", "It works again"])
        #expect(lines.all.map(\.level) == [.error, .error, .error, .notice])
        #expect(lines.all[0].metadata == ["error": "the database cannot be reached", "error.detail": "refused"])
        #expect(lines.all[1].metadata["trouble.count"] == "1201")
        #expect(lines.all[3].metadata == ["trouble.count": "2500", "trouble.seconds": "125"])
    }

    @Test func `troubles of two subjects do not hide each other, and one that returns is logged again`() {
        let lines = RecordedLog()
        let troubles = TroubleLog(lines.logger)
        for subject in ["database", "redis", "redis"] { troubles.record(trouble, of: subject, now: start) }
        troubles.end(trouble, of: "redis", now: start)
        troubles.record(trouble, of: "redis", now: start)
        #expect(lines.all.map(\.level) == [.error, .error, .notice, .error])
    }

    @Test func `a trouble without an observed end is over when it was not reported for a while`() {
        let lines = RecordedLog()
        let troubles = TroubleLog(lines.logger)
        let silent = Trouble(.warning, "It cannot be used", ends: nil)
        for second in [0, 30, 60, 90, 149] + [210, 211] { troubles.record(silent, now: start + .seconds(second)) }
        troubles.end(silent, now: start + .seconds(212))
        #expect(lines.all.map { $0.metadata["trouble.seconds"] } == [nil, "60", "149", nil])
        #expect(Set(lines.all.map(\.message)) == ["It cannot be used"])
    }

    @Test func `a tracked action logs its first failure and the success after it`() async {
        let lines = RecordedLog()
        let troubles = TroubleLog(lines.logger)
        var outcomes: [Bool] = []
        for fails in [false, true, true, false, false] {
            outcomes.append(
                await troubles.track(trouble) { if fails { throw StoreError.conflict } })
        }
        #expect(outcomes == [true, false, false, true, true])
        #expect(lines.all.map(\.message) == ["It does not work", "It works again"])
        #expect(lines.all[1].metadata["trouble.count"] == "2")
    }

    @Test func `the cancellation of the task is no trouble`() async {
        let lines = RecordedLog()
        let troubles = TroubleLog(lines.logger)
        await Task { [trouble] in
            await troubles.track(trouble) { throw CancellationError() }
            #expect(lines.all.count == 1)
            withUnsafeCurrentTask { $0?.cancel() }
            await troubles.track(trouble, of: "other") { throw CancellationError() }
        }.value
        #expect(lines.all.count == 1)
    }
}
