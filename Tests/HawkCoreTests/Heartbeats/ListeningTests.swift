import HawkCore
import Testing

struct ListeningTests {
    private func at(_ seconds: Int64) -> Instant { Instant(seconds: 1_000_000 + seconds) }

    private func listening(_ spans: ClosedRange<Int64>...) -> Listening {
        Listening(spans.map { self.at($0.lowerBound)..<self.at($0.upperBound) })
    }

    @Test func `the listening times of several processes are merged, regardless of their order`() {
        #expect(self.listening(50...90, 0...60) == self.listening(0...90))
        #expect(self.listening(0...60, 10...20, 60...90) == self.listening(0...90))
        #expect(self.listening(0...60, 61...90) != self.listening(0...90))
        #expect(self.listening(0...60, 61...90).resumedAt == self.at(61))
        #expect(self.listening().end == nil)
    }

    @Test func `an instant without a listener moves to the next with one`() {
        let listening = self.listening(0...60, 100...200)
        #expect(listening.resumption(from: self.at(30)) == self.at(30))
        #expect(listening.resumption(from: self.at(60)) == self.at(100))
        #expect(listening.resumption(from: self.at(80)) == self.at(100))
        #expect(listening.resumption(from: self.at(200)) == nil)
    }

    @Test func `time passes only while a process listens`() {
        let listening = self.listening(0...60, 100...200)
        #expect(listening.end(of: .seconds(20), from: self.at(10)) == self.at(30))
        #expect(listening.end(of: .seconds(20), from: self.at(50)) == self.at(110))
        #expect(listening.end(of: .seconds(20), from: self.at(70)) == self.at(120))
        #expect(listening.end(of: .seconds(150), from: self.at(10)) == self.at(200))
        #expect(listening.end(of: .seconds(151), from: self.at(10)) == nil)
    }
}

struct HeartbeatScheduleTests {
    private static let settling = HeartbeatSchedule.settling

    private func at(_ seconds: Int64) -> Instant { Instant(seconds: 1_000_000 + seconds) }

    private func listening(_ spans: ClosedRange<Int64>...) -> Listening {
        Listening(spans.map { self.at($0.lowerBound)..<self.at($0.upperBound) })
    }

    private func missed(
        _ listening: Listening, every interval: Duration = .seconds(600), grace: Duration = .seconds(60)
    ) -> Instant? {
        let schedule = HeartbeatSchedule(interval: interval, grace: grace)
        return schedule.missed(schedule.due(after: self.at(0)), since: self.at(0), listening)
    }

    @Test func `a ping is missed after interval and grace period, and was due after the interval`() {
        #expect(self.missed(self.listening(-100...663)) == nil)
        #expect(self.missed(self.listening(-100...664)) == self.at(600))
        #expect(self.missed(self.listening(-100...90_000)) == self.at(600))
    }

    @Test func `our own outage within the grace period extends it`() {
        // No process listened from 630 to 700: at 700, 30 s of grace remain, and then the time to retry.
        #expect(self.missed(self.listening(-100...630, 700...1_063)) == nil)
        #expect(self.missed(self.listening(-100...630, 700...1_064)) == self.at(600))
        // With a short interval, the rest of the grace period is longer.
        let outage = self.listening(-100...3, 30...100)
        #expect(self.missed(outage, every: .seconds(1), grace: .seconds(60)) == self.at(1))
        #expect(self.missed(self.listening(-100...3, 30...90), every: .seconds(1), grace: .seconds(60)) == nil)
    }

    @Test func `a ping that was due without a listener is due when a process listens again`() {
        #expect(self.missed(self.listening(-100...590, 700...1_063)) == nil)
        #expect(self.missed(self.listening(-100...590, 700...1_064)) == self.at(700))
    }

    @Test func `a job with a minute's interval may ping once more after an outage that lost its ping`() {
        let interval = Duration.seconds(60)
        let grace = Duration.seconds(10)
        // Its ping at 58 s was lost. The next one comes at 118.
        #expect(self.missed(self.listening(-100...57, 59...132), every: interval, grace: grace) == nil)
        #expect(self.missed(self.listening(-100...57, 59...133), every: interval, grace: grace) == self.at(60))
    }

    @Test func `a slightly early ping counts for its run, an earlier one for the previous run`() throws {
        let cron = CronSchedule(try CronExpression("0 * * * *"), in: .utc)
        let schedule = HeartbeatSchedule(interval: .hours(1), grace: .seconds(60), cron: cron)
        let hour = base + .hours(3)
        #expect(schedule.due(after: hour - .seconds(30), awaited: hour) == hour + .hours(1))
        #expect(schedule.due(after: hour - .seconds(31), awaited: hour) == hour)
        // The late ping of the two o'clock run.
        #expect(schedule.due(after: hour - .seconds(5), awaited: hour - .hours(1)) == hour)
        #expect(schedule.due(after: hour + .seconds(1), awaited: hour) == hour + .hours(1))
        #expect(schedule.due(after: hour - .seconds(5), awaited: nil) == hour)
        let plain = HeartbeatSchedule(interval: .hours(1), grace: .seconds(60))
        #expect(plain.due(after: hour - .seconds(5), awaited: hour) == hour + .hours(1) - .seconds(5))
    }

    @Test func `an outage before the last ping changes nothing, and without listening nothing is missed`() {
        #expect(self.missed(self.listening(-100 ... -50, -20...664)) == self.at(600))
        #expect(self.missed(self.listening()) == nil)
        #expect(self.missed(self.listening(-100...610)) == nil)
    }
}
