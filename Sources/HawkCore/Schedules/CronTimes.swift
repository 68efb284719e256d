/// The minutes of a day that a cron expression selects.
struct CronTimes: Sendable, Equatable {
    private let minutes: UInt64
    private let hours: UInt64

    /// - Parameters: the fields, in upper case.
    init(minutes: String, hours: String) throws(CronExpression.Malformed) {
        self.minutes = try CronField.minute.bits(minutes)
        self.hours = try CronField.hour.bits(hours)
    }

    /// The first minute, counted from midnight.
    var first: Int { (self.hours.first(from: 0) ?? 0) * 60 + (self.minutes.first(from: 0) ?? 0) }
    var last: Int { self.hours.last * 60 + self.minutes.last }

    /// Returns the first selected minute at or after a minute.
    func first(from minute: Int) -> Int? {
        guard minute < 1_440 else { return nil }
        let hour = minute / 60
        if self.hours.contains(hour), let found = self.minutes.first(from: minute % 60) { return hour * 60 + found }
        return self.hours.first(from: hour + 1).map { $0 * 60 + (self.minutes.first(from: 0) ?? 0) }
    }

    /// The longest gap in minutes between two consecutive selections in one day. 0 if there is only one.
    var maxGap: Int {
        let acrossHours = self.hours.maxGap
        let turn = acrossHours > 0 ? acrossHours * 60 + (self.minutes.first(from: 0) ?? 0) - self.minutes.last : 0
        return max(turn, self.minutes.maxGap)
    }
}

/// A set of the numbers 0 to 63, a bit each.
extension UInt64 {
    func contains(_ number: Int) -> Bool { self >> UInt64(number) & 1 == 1 }

    /// Returns the smallest number in the set that is at least `number`.
    func first(from number: Int) -> Int? {
        let rest = (self >> UInt64(number)) << UInt64(number)
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    /// The largest number. -1 if the set is empty.
    var last: Int { 63 - self.leadingZeroBitCount }

    /// The largest difference between consecutive numbers. 0 for fewer than two.
    var maxGap: Int {
        guard let first = self.first(from: 0), self.last > first else { return 0 }
        // Each step extends every number upwards by one, until no hole is left.
        let whole = (UInt64.max << UInt64(first)) & (UInt64.max >> UInt64(63 - self.last))
        var grown = self
        var gap = 1
        while grown & whole != whole {
            grown |= grown << 1
            gap += 1
        }
        return gap
    }
}
