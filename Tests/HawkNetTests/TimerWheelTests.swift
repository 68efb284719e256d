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
        wheel.schedule(at: self.loop.now + .milliseconds(13)) { fired.note("a") }
        self.loop.advanceTime(by: .milliseconds(12))
        #expect(fired.notes == [])
        self.loop.advanceTime(by: .milliseconds(8))
        #expect(fired.notes == ["a"])
        self.loop.advanceTime(by: .seconds(30))
        #expect(fired.notes == ["a"])
    }

    @Test func `an entry whose deadline has passed fires at the next tick`() {
        let wheel = TimerWheel(eventLoop: self.loop)
        self.loop.advanceTime(by: .seconds(1))
        let fired = Recorder()
        wheel.schedule(at: .uptimeNanoseconds(0)) { fired.note("late") }
        self.loop.advanceTime(by: .milliseconds(5))
        #expect(fired.notes == ["late"])
    }

    @Test func `a cancelled entry does not fire, and its token does not cancel its replacement`() {
        let wheel = TimerWheel(eventLoop: self.loop)
        let fired = Recorder()
        let first = wheel.schedule(at: self.loop.now + .milliseconds(10)) { fired.note("first") }
        wheel.cancel(first)
        wheel.schedule(at: self.loop.now + .milliseconds(10)) { fired.note("second") }
        wheel.cancel(first)
        self.loop.advanceTime(by: .milliseconds(20))
        #expect(fired.notes == ["second"])
        #expect(wheel.count == 0)
    }

    @Test func `an entry that is due after several laps waits for its own lap`() {
        let wheel = TimerWheel(eventLoop: self.loop)
        let fired = Recorder()
        wheel.schedule(at: self.loop.now + .seconds(65)) { fired.note("much later") }
        self.loop.advanceTime(by: .milliseconds(64_999))
        #expect(fired.notes == [])
        self.loop.advanceTime(by: .milliseconds(10))
        #expect(fired.notes == ["much later"])
    }

    @Test func `an entry may cancel another of the same tick and schedule a new one`() {
        let wheel = TimerWheel(eventLoop: self.loop)
        let fired = Recorder()
        var tokens: [TimerWheel.Token] = []
        for name in ["a", "b"] {
            tokens.append(
                wheel.schedule(at: self.loop.now + .milliseconds(10)) {
                    fired.note(name)
                    for token in tokens { wheel.cancel(token) }
                    wheel.schedule(at: self.loop.now) { fired.note("next") }
                })
        }
        self.loop.advanceTime(by: .milliseconds(20))
        #expect(fired.notes.count == 2)
        #expect(fired.notes.last == "next")
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
        for delay in delays { wheel.schedule(at: self.loop.now + .milliseconds(delay)) { fired.note("\(delay)") } }
        self.loop.advanceTime(by: .seconds(31))
        #expect(fired.notes == (0..<3_000).map { "\($0 * 10)" })
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
    private(set) var notes: [String] = []
    func note(_ text: String) { self.notes.append(text) }
}
