/// A cron expression and the time zone in which it is read.
///
/// At clock changes it follows cron(8) of Debian. A job with fixed times of day runs once for each: right after the gap if clocks
/// skip the time, and the first time if clocks show it twice. A job that runs every few minutes or hours follows the clock.
package struct CronSchedule: Sendable, Equatable {
    package let expression: CronExpression
    package let zone: Zone

    package init(_ expression: CronExpression, in zone: Zone) {
        self.expression = expression
        self.zone = zone
    }

    /// Returns the first run after an instant.
    package func next(after instant: Instant) -> Instant {
        self.expression.isTimeOfDay ? self.nextTimeOfDay(after: instant) : self.nextByTheClock(after: instant)
    }

    /// Returns local time for people: `28 Nov 2026, 03:00 Europe/Berlin`.
    package func words(_ instant: Instant) -> String {
        let local = instant + self.zone.offset(at: instant)
        return "\(local.dateWords), \(local.timeOfDay.prefix(5)) \(self.zone.name)"
    }

    private func nextTimeOfDay(after instant: Instant) -> Instant {
        var local = (instant + self.zone.offset(at: instant)).floored(to: .minutes(1))
        while true {
            local = self.expression.next(from: local + .minutes(1))
            let run = self.zone.instant(ofLocal: local)
            // While clocks repeat an hour, they name runs that are over.
            if run > instant { return run }
        }
    }

    private func nextByTheClock(after instant: Instant) -> Instant {
        var start = instant.floored(to: .minutes(1)) + .minutes(1)
        while true {
            let offset = self.zone.offset(at: start)
            let run = self.expression.next(from: start + offset) - offset
            // The search examines one day for a clock change. It approaches more distant runs first.
            let near = min(run, start + .days(1))
            if self.zone.offset(at: near) == offset {
                if near == run { return run }
                start = max(near, run - .days(2))
            } else {
                let change = self.zone.change(from: start, to: near)
                if run < change { return run }
                start = change
            }
        }
    }
}
