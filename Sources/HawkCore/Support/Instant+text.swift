/// RFC 3339 in UTC with milliseconds, by civil-calendar arithmetic: no locale, no calendar object, no allocation except the text.
/// Days to dates after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil).
extension Instant: CustomStringConvertible, LosslessStringConvertible {
    /// `2026-11-22T04:05:06.789Z`
    package var description: String {
        let time = Int(((self.milliseconds % 86_400_000) + 86_400_000) % 86_400_000)
        let (hour, minute, second) = (time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60)
        let timeOfDay = "\(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2))"
        return "\(self.date)T\(timeOfDay).\((time % 1_000).padded(to: 3))Z"
    }

    /// `2026-11-22`, the UTC date.
    package var date: String {
        let (year, month, day) = self.civil
        return "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
    }

    /// The UTC date as numbers, month and day from 1.
    package var civil: (year: Int, month: Int, day: Int) {
        let days = self.floored(to: .days(1)).milliseconds / 86_400_000
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), Int(month), Int(dayOfYear - (153 * marchMonth + 2) / 5 + 1))
    }

    /// Reads RFC 3339 with any offset and any number of fraction digits. Digits past milliseconds are dropped. Nil if the text is
    /// not a valid instant.
    package init?(_ description: String) {
        var reader = DigitReader(Array(description.utf8))
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2),
            reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), reader.skip(":"),
            let second = reader.number(2),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        var fraction: Int64 = 0
        if reader.skip(".") {
            guard let digits = reader.fraction() else { return nil }
            fraction = digits
        }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        self.init(milliseconds: ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1_000 + fraction - offset * 60_000)
        let (backYear, backMonth, backDay) = Instant(milliseconds: days * 86_400_000).civil
        guard backYear == Int(year), backMonth == Int(month), backDay == Int(day) else { return nil }
    }

    /// Returns the days since the epoch.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let instant = Instant(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not an RFC 3339 instant, such as 2026-11-22T04:05:06.789Z")
        }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}

private struct DigitReader {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { self.position == self.bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: character) else { return false }
        self.position += 1
        return true
    }

    mutating func number(_ width: Int) -> Int64? {
        guard self.position + width <= self.bytes.count else { return nil }
        var value: Int64 = 0
        for byte in self.bytes[self.position..<self.position + width] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        self.position += width
        return value
    }

    /// Reads milliseconds from the digits after the point. Nil if there are none or more than 18.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let digit = self.number(1) {
            if count < 3 { value = value * 10 + digit }
            count += 1
        }
        guard (1...18).contains(count) else { return nil }
        while count < 3 {
            value *= 10
            count += 1
        }
        return value
    }

    /// Reads the minutes east of UTC.
    mutating func offset() -> Int64? {
        if self.skip("Z") || self.skip("z") { return 0 }
        let sign: Int64 = self.skip("+") ? 1 : self.skip("-") ? -1 : 0
        guard sign != 0, let hours = self.number(2), self.skip(":"), let minutes = self.number(2), hours < 24, minutes < 60 else {
            return nil
        }
        return sign * (hours * 60 + minutes)
    }
}
