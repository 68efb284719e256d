/// A cron expression and the time zone whose clocks it is read by.
///
/// Where clocks change it does what cron(8) of Debian does. A job with a time of day runs once for each: right after the gap where
/// clocks skip it, and the first time where they show it twice. One that runs every so many minutes or hours goes on by the clock.
package struct CronSchedule: Sendable, Equatable {
    package let expression: CronExpression
    package let zone: Zone

    package init(_ expression: CronExpression, in zone: Zone) {
        self.expression = expression
        self.zone = zone
    }

    /// The first run after an instant.
    package func next(after instant: Instant) -> Instant {
        self.expression.isTimeOfDay ? self.nextTimeOfDay(after: instant) : self.nextByTheClock(after: instant)
    }

    /// For people, as local clocks show it: `28 Nov 2026, 03:00 Europe/Berlin`.
    package func words(_ instant: Instant) -> String {
        let local = instant + self.zone.offset(at: instant)
        return "\(local.dateWords), \(local.timeOfDay.prefix(5)) \(self.zone.name)"
    }

    private func nextTimeOfDay(after instant: Instant) -> Instant {
        var local = (instant + self.zone.offset(at: instant)).floored(to: .minutes(1))
        while true {
            local = self.expression.next(from: local + .minutes(1))
            let run = self.zone.instant(ofLocal: local)
            // Clocks that show an hour for the second time name runs that were.
            if run > instant { return run }
        }
    }

    private func nextByTheClock(after instant: Instant) -> Instant {
        var start = instant.floored(to: .minutes(1)) + .minutes(1)
        while true {
            let offset = self.zone.offset(at: start)
            let run = self.expression.next(from: start + offset) - offset
            // A day is looked at for a change of the clock; what lies further off is approached first.
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
