import HawkCore
import HawkTestSupport
import Testing

@testable import HawkBroker

@Suite struct PendingAcknowledgementsTests {
    @Test func `settlements are sent in order, and later ones in the next flush`() {
        var account = PendingAcknowledgements()
        account.hold(["1", "2", "3", "4"])
        let mustSend = account.settle(["1", "2"])
        #expect(mustSend)
        var endFlush = account.beginFlush(10)
        #expect(endFlush == ["1", "2"])
        let mustSendToo = account.settle(["3"])
        #expect(!mustSendToo, "one flush at a time")
        var goesOn = account.endFlush()
        #expect(goesOn)
        endFlush = account.beginFlush(10)
        #expect(endFlush == ["3"])
        goesOn = account.endFlush()
        #expect(!goesOn)
        #expect(account.heldCount == 1)
    }

    @Test func `a failed flush is repeated with later settlements`() {
        var account = PendingAcknowledgements()
        _ = account.settle(["1"])
        _ = account.beginFlush(10)
        _ = account.settle(["2"])
        let endFlush = account.beginFlush(10)
        #expect(endFlush == ["1", "2"])
        let goesOn = account.endFlush()
        #expect(!goesOn)
    }

    @Test func `a task that is neither held nor settled is an orphan`() {
        var account = PendingAcknowledgements()
        account.hold(["1", "2"])
        _ = account.settle(["2"])
        #expect(account.orphans(among: ["1", "2", "3"]) == ["3"])
        _ = account.beginFlush(10)
        _ = account.endFlush()
        #expect(account.orphans(among: ["2"]) == ["2"])
    }

    @Test func `beyond the limit the oldest settlements are dropped, and none is sent twice`() {
        var account = PendingAcknowledgements(capacity: 3)
        _ = account.settle(["1", "2", "3"])
        _ = account.beginFlush(2)
        _ = account.settle(["4"])
        let goesOn = account.endFlush()
        #expect(goesOn)
        let endFlush = account.beginFlush(10)
        #expect(endFlush == ["3", "4"])
    }

    @Test func `the newest scheduler's tasks are accepted, and a lower epoch's once it has been silent`() {
        var gate = EpochGate()
        let now = ManualClock().now
        let verdicts = [(3, 0), (2, 29), (4, 29), (3, 59), (1, 60)].map { gate.admits($0, at: now + .seconds($1)) }
        #expect(verdicts == [true, false, true, false, true])
    }

    @Test func `the pauses between attempts grow to two seconds, and differ`() {
        var backoff = Backoff()
        let pauses = (0..<10).map { _ in backoff.next(jitter: 1) }
        #expect(pauses.first == .milliseconds(50))
        #expect(pauses.last == .seconds(2))
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
        var other = Backoff()
        let shortest = other.next(jitter: 0)
        #expect(shortest == .milliseconds(25))
    }
}
