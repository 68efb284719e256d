extension Instant {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// Text for people: `22 Nov 2026, 04:05:06 UTC`.
    package var words: String { "\(self.dateWords), \(self.timeOfDay) UTC" }

    /// `22 Nov 2026`
    package var dateWords: String {
        let (year, month, day) = self.civil
        return "\(day) \(Self.months[month - 1]) \(year)"
    }

    /// `04:05:06`
    package var timeOfDay: String { String(self.description.dropFirst(self.date.count + 1).prefix(8)) }

    /// The `Date` header of mail, RFC 5322 section 3.3: `Sun, 22 Nov 2026 04:05:06 +0000`.
    package var mailDate: String { "\(self.weekday), \(self.dateWords) \(self.timeOfDay) +0000" }

    private var weekday: String {
        let days = self.floored(to: .days(1)).milliseconds / 86_400_000
        return Self.weekdays[Int(((days + 3) % 7 + 7) % 7)]  // 1 January 1970 was a Thursday
    }
}
