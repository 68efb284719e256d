import HawkCore
import Testing

struct ListeningTests {
    private func at(_ seconds: Int64) -> Instant { Instant(seconds: 1_000_000 + seconds) }

    private func listening(_ spans: ClosedRange<Int64>...) -> Listening {
        Listening(spans.map { self.at($0.lowerBound)..<self.at($0.upperBound) })
    }

    @Test func `what several processes heard is one, in whatever order they tell it`() {
        #expect(self.listening(50...90, 0...60) == self.listening(0...90))
        #expect(self.listening(0...60, 10...20, 60...90) == self.listening(0...90))
        #expect(self.listening(0...60, 61...90) != self.listening(0...90))
        #expect(self.listening(0...60, 61...90).resumedAt == self.at(61))
        #expect(self.listening().end == nil)
    }

    @Test func `an instant that nobody listened at moves to the next that somebody did`() {
        let listening = self.listening(0...60, 100...200)
        #expect(listening.resumption(from: self.at(30)) == self.at(30))
        #expect(listening.resumption(from: self.at(60)) == self.at(100))
        #expect(listening.resumption(from: self.at(80)) == self.at(100))
        #expect(listening.resumption(from: self.at(200)) == nil)
    }

    @Test func `time passes only while somebody listens`() {
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

    @Test func `a ping is missed after interval and grace, and was due after the interval`() {
        #expect(self.missed(self.listening(-100...663)) == nil)
        #expect(self.missed(self.listening(-100...664)) == self.at(600))
        #expect(self.missed(self.listening(-100...90_000)) == self.at(600))
    }

    @Test func `an outage of ours within the grace extends it`() {
        // 630 to 700 nobody listened: 30 s of grace are left at 700, and then the time to call again.
        #expect(self.missed(self.listening(-100...630, 700...1_063)) == nil)
        #expect(self.missed(self.listening(-100...630, 700...1_064)) == self.at(600))
        // With a short interval the rest of the grace is what counts.
        let outage = self.listening(-100...3, 30...100)
        #expect(self.missed(outage, every: .seconds(1), grace: .seconds(60)) == self.at(1))
        #expect(self.missed(self.listening(-100...3, 30...90), every: .seconds(1), grace: .seconds(60)) == nil)
    }

    @Test func `what was due while nobody listened is due when somebody does again`() {
        #expect(self.missed(self.listening(-100...590, 700...1_063)) == nil)
        #expect(self.missed(self.listening(-100...590, 700...1_064)) == self.at(700))
    }

    @Test func `a job that calls every minute may call once more after an outage that swallowed its ping`() {
        let interval = Duration.seconds(60)
        let grace = Duration.seconds(10)
        // Its ping of 58 s came while nobody listened; the next comes at 118.
        #expect(self.missed(self.listening(-100...57, 59...132), every: interval, grace: grace) == nil)
        #expect(self.missed(self.listening(-100...57, 59...133), every: interval, grace: grace) == self.at(60))
    }

    @Test func `a ping that comes a little early for its run counts for that, and else for the one before`() throws {
        let cron = CronSchedule(try CronExpression("0 * * * *"), in: .utc)
        let schedule = HeartbeatSchedule(interval: .hours(1), grace: .seconds(60), cron: cron)
        let hour = base + .hours(3)
        #expect(schedule.due(after: hour - .seconds(30), awaited: hour) == hour + .hours(1))
        #expect(schedule.due(after: hour - .seconds(31), awaited: hour) == hour)
        // That of two o'clock, which took its time.
        #expect(schedule.due(after: hour - .seconds(5), awaited: hour - .hours(1)) == hour)
        #expect(schedule.due(after: hour + .seconds(1), awaited: hour) == hour + .hours(1))
        #expect(schedule.due(after: hour - .seconds(5), awaited: nil) == hour)
        let plain = HeartbeatSchedule(interval: .hours(1), grace: .seconds(60))
        #expect(plain.due(after: hour - .seconds(5), awaited: hour) == hour + .hours(1) - .seconds(5))
    }

    @Test func `an outage before the last ping changes nothing, and without any sign of life nothing is missed`() {
        #expect(self.missed(self.listening(-100 ... -50, -20...664)) == self.at(600))
        #expect(self.missed(self.listening()) == nil)
        #expect(self.missed(self.listening(-100...610)) == nil)
    }
}
