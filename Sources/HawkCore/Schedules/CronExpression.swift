/// A cron expression: minute, hour, day of month, month, day of week, in local time. It follows Debian's cron, the extensions of
/// Healthchecks (`L`, `LW`, `5L`, `5#2`) and the macros of crontab(5).
package struct CronExpression: Sendable, Equatable {
    /// The error, in words that name the field and follow the setting's name.
    package struct Malformed: Error, Equatable {
        package let message: String
    }

    private static let maxTextLength = 200
    /// The maximum time between two runs, because a heartbeat monitor's result covers it. The first Mondays of the same month in
    /// two years are up to 371 days apart.
    package static let maxGap = Duration.days(400)
    private static let macros = [
        "@HOURLY": "0 * * * *", "@DAILY": "0 0 * * *", "@MIDNIGHT": "0 0 * * *", "@WEEKLY": "0 0 * * 0", "@MONTHLY": "0 0 1 * *",
        "@YEARLY": "0 0 1 1 *", "@ANNUALLY": "0 0 1 1 *",
    ]

    /// The most time between two runs, without clock changes.
    package let maxGap: Duration
    /// Whether it selects fixed times of day: neither the minute nor the hour begins with `*`. cron(8) of Debian defines how
    /// clock changes affect them.
    let isTimeOfDay: Bool
    private let times: CronTimes
    private let days: CronDays

    /// - Throws: also if it never runs, or too rarely.
    package init(_ text: String) throws(Malformed) {
        guard text.utf8.count <= Self.maxTextLength else {
            throw Malformed(message: "must be at most \(Self.maxTextLength) characters long")
        }
        let fields = try Self.fields(text)
        self.times = try CronTimes(minutes: fields[0], hours: fields[1])
        self.days = try CronDays(ofMonth: fields[2], months: fields[3], ofWeek: fields[4])
        self.isTimeOfDay = !fields[0].hasPrefix("*") && !fields[1].hasPrefix("*")
        self.maxGap = try Self.maxGap(self.times, self.days)
    }

    /// Returns the first minute at or after an instant that the fields select. Both are local time as if it were UTC.
    func next(from local: Instant) -> Instant {
        var month = CalendarMonth(of: local)
        let today = local.floored(to: .days(1))
        var day = Int((today - month.start).milliseconds / 86_400_000) + 1
        if self.days.bits(in: month).contains(day),
            let minute = self.times.first(from: Int(((local - today).milliseconds + 59_999) / 60_000))
        {
            return today + .minutes(Int64(minute))
        }
        day += 1
        let end = local + Self.maxGap * 2
        while month.start < end {
            if let day = self.days.bits(in: month).first(from: day) {
                return month.start + .minutes(Int64((day - 1) * 1_440 + self.times.first))
            }
            month = month.next
            day = 1
        }
        preconditionFailure("an expression runs at least once within the longest gap")
    }

    /// Returns the fields in upper case.
    private static func fields(_ text: String) throws(Malformed) -> [String] {
        let fields = text.uppercased().unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map { String($0) }
        if fields.count == 1, fields[0].hasPrefix("@") {
            guard let macro = self.macros[fields[0]] else {
                throw Malformed(message: "must be five fields, or one of @hourly, @daily, @weekly, @monthly, @yearly")
            }
            return macro.split(separator: " ").map(String.init)
        }
        guard fields.count == 5 else {
            throw Malformed(
                message: "must have five fields (minute, hour, day of month, month, day of week), but has \(fields.count)")
        }
        return fields
    }

    /// Examines 28 years, after which weekdays and leap years repeat.
    private static func maxGap(_ times: CronTimes, _ days: CronDays) throws(Malformed) -> Duration {
        var longest = 0
        var previous: Int?
        var month = CalendarMonth(of: Instant(seconds: 978_307_200))  // 1 January 2001
        var passed = 0
        for _ in 0..<(28 * 12) {
            let bits = days.bits(in: month)
            if let first = bits.first(from: 0) {
                longest = max(longest, bits.maxGap, previous.map { passed + first - $0 } ?? 0)
                previous = passed + bits.last
            }
            passed += month.length
            month = month.next
        }
        guard previous != nil else { throw Malformed(message: "never runs: none of its months has such a day") }
        guard longest > 0, .days(Int64(longest)) <= Self.maxGap else {
            throw Malformed(message: "runs too rarely: the gap between two runs must be at most \(Self.maxGap.words)")
        }
        return .minutes(Int64(max(longest * 1_440 + times.first - times.last, times.maxGap)))
    }
}
