import Glibc
import HawkNet
import NIOCore
import NIOEmbedded
import NIOPosix
import Testing

@Suite struct TimerWheelTests {
    private let loop = EmbeddedEventLoop()

    @Test func `an entry fires once, not before its deadline and within a tick of it`() {
        let wheel = TimerWheel(eventLoop: self.loop)
        let fired = Recorder()
        wheel.schedule(at: self.loop.now + .milliseconds(13)) { fired.record("a") }
        self.loop.advanceTime(by: .milliseconds(12))
        #expect(fired.records == [])
        self.loop.advanceTime(by: .milliseconds(8))
        #expect(fired.records == ["a"])
        self.loop.advanceTime(by: .seconds(30))
        #expect(fired.records == ["a"])
    }

    @Test func `an entry whose deadline has passed fires at the next tick`() {
        let wheel = TimerWheel(eventLoop: self.loop)
        self.loop.advanceTime(by: .seconds(1))
        let fired = Recorder()
        wheel.schedule(at: .uptimeNanoseconds(0)) { fired.record("late") }
        self.loop.advanceTime(by: .milliseconds(5))
        #expect(fired.records == ["late"])
    }

    @Test func `a cancelled entry does not fire, and its token does not cancel its replacement`() {
        let wheel = TimerWheel(eventLoop: self.loop)
        let fired = Recorder()
        let first = wheel.schedule(at: self.loop.now + .milliseconds(10)) { fired.record("first") }
        wheel.cancel(first)
        wheel.schedule(at: self.loop.now + .milliseconds(10)) { fired.record("second") }
        wheel.cancel(first)
        self.loop.advanceTime(by: .milliseconds(20))
        #expect(fired.records == ["second"])
        #expect(wheel.count == 0)
    }

    @Test func `an entry that is due after several laps waits for its own lap`() {
        let wheel = TimerWheel(eventLoop: self.loop)
        let fired = Recorder()
        wheel.schedule(at: self.loop.now + .seconds(65)) { fired.record("much later") }
        self.loop.advanceTime(by: .milliseconds(64_999))
        #expect(fired.records == [])
        self.loop.advanceTime(by: .milliseconds(10))
        #expect(fired.records == ["much later"])
    }

    @Test func `an entry may cancel another of the same tick and schedule a new one`() {
        let wheel = TimerWheel(eventLoop: self.loop)
        let fired = Recorder()
        var tokens: [TimerWheel.Token] = []
        for name in ["a", "b"] {
            tokens.append(
                wheel.schedule(at: self.loop.now + .milliseconds(10)) {
                    fired.record(name)
                    for token in tokens { wheel.cancel(token) }
                    wheel.schedule(at: self.loop.now) { fired.record("next") }
                })
        }
        self.loop.advanceTime(by: .milliseconds(20))
        #expect(fired.records.count == 2)
        #expect(fired.records.last == "next")
    }

    @Test func `it ticks only while an entry is scheduled`() {
        let wheel = TimerWheel(eventLoop: self.loop)
        let token = wheel.schedule(at: self.loop.now + .seconds(60)) {}
        wheel.cancel(token)
        self.loop.advanceTime(by: .milliseconds(10))
        // This was no stall: nothing was scheduled.
        self.loop.advanceTime(by: .seconds(10))
        #expect(wheel.stalls == 0)
    }

    @Test func `thousands of entries in random order fire in the order of their deadlines`() {
        let wheel = TimerWheel(eventLoop: self.loop)
        let fired = Recorder()
        let delays = (0..<3_000).map { Int64($0 * 10) }.shuffled()
        for delay in delays { wheel.schedule(at: self.loop.now + .milliseconds(delay)) { fired.record("\(delay)") } }
        self.loop.advanceTime(by: .seconds(31))
        #expect(fired.records == (0..<3_000).map { "\($0 * 10)" })
    }

    @Test func `a stalled loop is noticed during the stall and counted once`() throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }  // the test is over: nothing depends on it
        let loop = group.next()
        let stalls = try loop.submit {
            let wheel = TimerWheel(eventLoop: loop)
            wheel.schedule(at: .now() + .seconds(60)) {}
            let before = wheel.stalls
            usleep(300_000)  // the stall itself: the loop's thread does something else
            let during = wheel.stalls
            return [before, during, wheel.stalls]
        }.wait()
        #expect(stalls == [0, 1, 1])
    }
}

/// Records events in order, on one thread.
private final class Recorder {
    private(set) var records: [String] = []
    func record(_ text: String) { self.records.append(text) }
}
