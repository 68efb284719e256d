import HawkCore
import Testing

@Suite struct MonitorScheduleTests {
    private let checks = MonitorSchedule.polled(CheckTiming(interval: .seconds(60), timeout: .seconds(10)))
    private let job = MonitorSchedule.heartbeat(PingTiming(interval: .hours(1), grace: .minutes(5)))

    private func isSilent(_ schedule: MonitorSchedule, last: Instant?, due: Instant? = nil, at now: Instant) -> Bool {
        schedule.isSilent(lastSlot: last, effectiveAt: base, dueAt: due, now: now)
    }

    @Test func `a result may follow its slot by the longest check, or by the grace period`() {
        #expect(self.checks.maxDelay == .seconds(22) && self.job.maxDelay == .minutes(5))
        #expect(self.checks.kind == .polled && self.job.kind == .heartbeat && self.job.checks == nil)
    }

    @Test func `a checked monitor is silent also before its first result`() {
        #expect(!self.isSilent(self.checks, last: nil, at: base + .seconds(206)))
        #expect(self.isSilent(self.checks, last: nil, at: base + .seconds(207)))
        // The permitted silence begins again when the monitor is changed.
        #expect(!self.isSilent(self.checks, last: base - .hours(1), at: base + .seconds(206)))
    }

    @Test func `a job may be silent before its first ping, and later for two intervals and the grace period after a due ping`() {
        #expect(!self.isSilent(self.job, last: nil, at: base + .days(30)))
        let limit = Duration.hours(2) + .minutes(5) + HeartbeatSchedule.settling * 2
        let due = base + .hours(7)
        #expect(!self.isSilent(self.job, last: base, due: due, at: due + limit))
        #expect(self.isSilent(self.job, last: base, due: due, at: due + limit + .milliseconds(1)))
        // Without a stored due time, the interval counts from the last ping.
        #expect(!self.isSilent(self.job, last: base, at: base + .hours(1) + limit))
        #expect(self.isSilent(self.job, last: base, at: base + .hours(1) + limit + .milliseconds(1)))
    }

    @Test func `the permitted silence includes the time that a punctual result takes`() {
        #expect(self.checks.maxSilence == .seconds(206))
        #expect(self.job.maxSilence == .hours(3) + .minutes(5) + HeartbeatSchedule.settling * 2)
        for schedule in [self.checks, self.job] { #expect(schedule.maxSilence > schedule.interval + schedule.maxDelay) }
    }

    @Test func `the permitted silence of a job that runs rarely is a day`() {
        let rare = MonitorSchedule.heartbeat(PingTiming(interval: .days(30), grace: .minutes(5)))
        #expect(self.isSilent(rare, last: base, due: base + .days(30), at: base + .days(31) + .minutes(6)))
    }

    @Test func `a result is overdue an interval after the last one, a ping after its grace period`() {
        #expect(self.checks.overdueSince(lastSlot: base + .minutes(3), effectiveAt: base, dueAt: nil) == base + .minutes(4))
        #expect(self.checks.overdueSince(lastSlot: nil, effectiveAt: base, dueAt: nil) == base)
        #expect(
            self.job.overdueSince(lastSlot: base, effectiveAt: base, dueAt: base + .hours(2)) == base + .hours(2) + .minutes(5))
    }
}
