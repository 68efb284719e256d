import Testing

@testable import HawkCore

struct CronExpressionTests {
    /// Returns runs such as `2026-11-22T00:05`, in UTC.
    private func runs(_ text: String, after start: String = "2026-11-22T00:00:00Z", count: Int = 3) throws -> [String] {
        let schedule = CronSchedule(try CronExpression(text), in: .utc)
        var instant = try #require(Instant(start))
        return (0..<count).map { _ in
            instant = schedule.next(after: instant)
            return String(instant.description.prefix(16))
        }
    }

    @Test func `names, ranges, steps and lists are parsed as in cron`() throws {
        #expect(try self.runs("*/20 1-2 * * *") == ["2026-11-22T01:00", "2026-11-22T01:20", "2026-11-22T01:40"])
        #expect(try self.runs("50/5 0 * * *") == ["2026-11-22T00:50", "2026-11-22T00:55", "2026-11-23T00:50"])
        #expect(try self.runs(" 5,4\t3 * jan,DEC mon-Wed ") == ["2026-12-01T03:04", "2026-12-01T03:05", "2026-12-02T03:04"])
        #expect(try self.runs("0 0 * * 7") == ["2026-11-29T00:00", "2026-12-06T00:00", "2026-12-13T00:00"])
        #expect(try self.runs("0 0 * * 0") == self.runs("0 0 * * sun"))
        #expect(try self.runs("0 0 1-5/2 * *", count: 4).map { $0.dropFirst(8).prefix(2) } == ["01", "03", "05", "01"])
    }

    @Test func `restricted days of month and of week are alternatives, unless one begins with a star`() throws {
        #expect(try self.runs("0 0 13 * FRI") == ["2026-11-27T00:00", "2026-12-04T00:00", "2026-12-11T00:00"])
        #expect(try self.runs("0 0 */12 * FRI") == ["2026-12-25T00:00", "2027-01-01T00:00", "2027-06-25T00:00"])
        #expect(try self.runs("0 0 1-7 * */7") == ["2026-12-06T00:00", "2027-01-03T00:00", "2027-02-07T00:00"])
    }

    @Test func `last days and weekdays of a month are found`() throws {
        #expect(try self.runs("0 0 L * *") == ["2026-11-30T00:00", "2026-12-31T00:00", "2027-01-31T00:00"])
        #expect(try self.runs("0 0 L 2 *", count: 2) == ["2027-02-28T00:00", "2028-02-29T00:00"])
        // 31 January and 28 February 2027 are Sundays.
        #expect(try self.runs("0 0 LW 1,2 *", count: 2) == ["2027-01-29T00:00", "2027-02-26T00:00"])
        #expect(try self.runs("0 0 * * 5L,MON#1") == ["2026-11-27T00:00", "2026-12-07T00:00", "2026-12-25T00:00"])
        #expect(try self.runs("0 0 * * 7#5", count: 2) == ["2026-11-29T00:00", "2027-01-31T00:00"])
    }

    @Test(arguments: [
        ("@hourly", "0 * * * *"), ("@daily", "0 0 * * *"), ("@Midnight", "0 0 * * *"), ("@weekly", "0 0 * * 0"),
        ("@monthly", "0 0 1 * *"), ("@yearly", "0 0 1 1 *"), ("@annually", "0 0 1 1 *"),
    ])
    func `a macro equals its fields`(_ macro: String, _ fields: String) throws {
        #expect(try CronExpression(macro) == CronExpression(fields))
    }

    private static let mistakes: [(String, String)] = [
        ("60 * * * *", #"has "60" as its minute: must be from 0 to 59, or `*`"#),
        ("* 24 * * *", #"has "24" as its hour: must be from 0 to 23, or `*`"#),
        ("* * 0 * *", #"has "0" as its day of month: must be from 1 to 31, or `*`"#),
        ("* * ? * *", #"has "?" as its day of month: must be from 1 to 31, or `*`"#),
        ("* * * 13 *", #"has "13" as its month: must be from 1 to 12, JAN to DEC, or `*`"#),
        ("* * * * 8", #"has "8" as its day of week: must be from 0 to 7, SUN to SAT, or `*`"#),
        ("* * * * L", #"has "l" as its day of week: must be from 0 to 7, SUN to SAT, or `*`"#),
        ("* * * * MON#6", #"has "mon#6" as its day of week: # must be followed by 1 to 5"#),
        ("*/0 * * * *", #"has "*/0" as its minute: / must be followed by a number from 1"#),
        ("1/2/3 * * * *", #"has "1/2/3" as its minute: / must be followed by a number from 1"#),
        ("* 5-3 * * *", #"has "5-3" as its hour: a range must begin with the smaller number"#),
        ("1,,2 * * * *", #"has "" as its minute: must be from 0 to 59, or `*`"#),
        ("-1 * * * *", #"has "" as its minute: must be from 0 to 59, or `*`"#),
        ("", "must have five fields (minute, hour, day of month, month, day of week), but has 0"),
        ("0 0 0 * * *", "must have five fields (minute, hour, day of month, month, day of week), but has 6"),
        ("@reboot", "must be five fields, or one of @hourly, @daily, @weekly, @monthly, @yearly"),
        ("0 0 30 2 *", "never runs: none of its months has such a day"),
        ("0 0 31 4,6,9,11 *", "never runs: none of its months has such a day"),
        ("0 0 */31 * MON#5", "never runs: none of its months has such a day"),
        ("0 0 29 2 *", "runs too rarely: the gap between two runs must be at most 400 d"),
    ]

    @Test(arguments: mistakes)
    func `an error names its field`(_ text: String, _ message: String) {
        #expect(throws: CronExpression.Malformed(message: message)) { try CronExpression(text) }
    }

    @Test func `the length of a text is limited`() {
        let long = String(repeating: "0,", count: 100) + "0 * * * *"
        #expect(throws: CronExpression.Malformed(message: "must be at most 200 characters long")) { try CronExpression(long) }
    }

    private static let gaps: [(String, Int64)] = [
        ("* * * * *", 1), ("*/7 * * * *", 7), ("59 * * * *", 60), ("0,10 9-17 * * *", 16 * 60 - 10), ("0 3 * * *", 1_440),
        ("0 3 * * MON-FRI", 3 * 1_440), ("0 0 1 * *", 31 * 1_440), ("0 0 1 1 *", 366 * 1_440), ("0 0 * 1 MON#1", 371 * 1_440),
        ("30 1 28 2 *", 366 * 1_440),
    ]

    @Test(arguments: gaps)
    func `the longest time between two runs is known`(_ text: String, _ minutes: Int64) throws {
        #expect(try CronExpression(text).maxGap == .minutes(minutes))
    }

    @Test func `a missing leap day does not end the search`() throws {
        #expect(try self.runs("0 0 L 2 *", after: "2099-03-01T00:00:00Z", count: 2) == ["2100-02-28T00:00", "2101-02-28T00:00"])
        #expect(try self.runs("0 0 29 2,3 *", after: "2096-03-30T00:00:00Z", count: 1) == ["2097-03-29T00:00"])
    }
}
