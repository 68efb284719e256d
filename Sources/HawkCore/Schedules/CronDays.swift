/// The days that a cron expression selects: by month, day of the month and day of the week.
struct CronDays: Sendable, Equatable {
    typealias Malformed = CronExpression.Malformed

    private let months: UInt64
    private var ofMonth: UInt64 = 0
    private var isLastOfMonth = false
    private var isLastWorkday = false
    /// A bit for each day of the week from Sunday.
    private var ofWeek: UInt64 = 0
    /// Six bits for each day of the week: its first to fifth occurrence in a month, and its last.
    private var counted: UInt64 = 0
    /// If one of the two fields begins with `*`, both must match. If both are restricted, either may match. crontab(5)
    private let needsBoth: Bool

    /// - Parameters: the fields, in upper case.
    init(ofMonth days: String, months: String, ofWeek weekdays: String) throws(Malformed) {
        self.needsBoth = days.hasPrefix("*") || weekdays.hasPrefix("*")
        self.months = try CronField.month.bits(months)
        for item in CronField.dayOfMonth.items(days) {
            switch item {
            case "L": self.isLastOfMonth = true
            case "LW": self.isLastWorkday = true
            default: self.ofMonth |= try CronField.dayOfMonth.bits(ofItem: item)
            }
        }
        for item in CronField.dayOfWeek.items(weekdays) { try self.add(weekdays: item) }
    }

    /// Returns a bit for each selected day of a month.
    func bits(in month: CalendarMonth) -> UInt64 {
        guard self.months.contains(month.month) else { return 0 }
        var ofMonth = self.ofMonth
        if self.isLastOfMonth { ofMonth |= 1 << UInt64(month.length) }
        if self.isLastWorkday { ofMonth |= 1 << UInt64(month.lastWorkday) }
        // The weekdays, rotated to the first weekday of the month, for five weeks.
        let turned = (self.ofWeek >> UInt64(month.firstWeekday) | self.ofWeek << UInt64(7 - month.firstWeekday)) & 0x7F
        let ofWeek = (turned | turned << 7 | turned << 14 | turned << 21 | turned << 28) << 1 | self.counted(in: month)
        let existing: UInt64 = (2 << UInt64(month.length)) - 2
        return (self.needsBoth ? ofMonth & ofWeek : ofMonth | ofWeek) & existing
    }

    private func counted(in month: CalendarMonth) -> UInt64 {
        guard self.counted != 0 else { return 0 }
        var bits: UInt64 = 0
        for weekday in 0..<7 {
            let chosen = self.counted >> UInt64(weekday * 6)
            let first = (weekday - month.firstWeekday + 7) % 7 + 1
            for (index, day) in stride(from: first, through: month.length, by: 7).enumerated()
            where chosen.contains(index) || chosen.contains(5) && day + 7 > month.length {
                bits |= 1 << UInt64(day)
            }
        }
        return bits
    }

    /// Adds an item such as `5L`, the last Friday of a month, or `5#2`, the second.
    private mutating func add(weekdays item: Substring) throws(Malformed) {
        let field = CronField.dayOfWeek
        if item.last == "L", item.count > 1 {
            self.counted |= 1 << UInt64(try field.number(item.dropLast()) % 7 * 6 + 5)
        } else if item.contains("#") {
            let parts = item.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            guard let count = CronField.digits(parts[1]), (1...5).contains(count) else {
                throw field.malformed(item, "# must be followed by 1 to 5")
            }
            self.counted |= 1 << UInt64(try field.number(parts[0]) % 7 * 6 + count - 1)
        } else {
            let days = try field.bits(ofItem: item)
            self.ofWeek |= (days | days >> 7) & 0x7F
        }
    }
}

/// A month of a year, with what cron needs.
struct CalendarMonth: Sendable {
    private let year: Int
    let month: Int
    /// Its first day, as if local time were UTC.
    let start: Instant
    let length: Int
    /// The day of the week of its first day. Sunday is 0.
    let firstWeekday: Int

    init(of day: Instant) {
        let date = day.civil
        let days = Instant.days(year: Int64(date.year), month: Int64(date.month), day: 1)
        let weekday = Int(((days + 4) % 7 + 7) % 7)  // 1 January 1970 was a Thursday
        self.init(date.year, date.month, from: Instant(milliseconds: days * 86_400_000), weekday)
    }

    private init(_ year: Int, _ month: Int, from start: Instant, _ weekday: Int) {
        self.year = year
        self.month = month
        self.start = start
        self.firstWeekday = weekday
        switch month {
        case 2: self.length = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: self.length = 30
        default: self.length = 31
        }
    }

    var next: CalendarMonth {
        CalendarMonth(
            self.month < 12 ? self.year : self.year + 1, self.month % 12 + 1, from: self.start + .days(Int64(self.length)),
            (self.firstWeekday + self.length) % 7)
    }

    /// The last day that is neither Saturday nor Sunday.
    var lastWorkday: Int {
        switch (self.firstWeekday + self.length - 1) % 7 {
        case 0: self.length - 2
        case 6: self.length - 1
        default: self.length
        }
    }
}
