import Testing

@testable import HawkCore

struct CronScheduleTests {
    /// Returns the runs after an instant, both in UTC without seconds.
    private func runs(_ text: String, in zone: String, after start: String, count: Int) throws -> [String] {
        let schedule = CronSchedule(try CronExpression(text), in: try #require(Zone(zone)))
        var instant = try #require(Instant("\(start):00Z"))
        return (0..<count).map { _ in
            instant = schedule.next(after: instant)
            return String(instant.description.dropFirst(5).prefix(11))
        }
    }

    @Test func `a time of day follows the local clock through the year`() throws {
        let berlin = try self.runs("30 3 1 1,7 *", in: "Europe/Berlin", after: "2026-11-22T00:00", count: 2)
        #expect(berlin == ["01-01T02:30", "07-01T01:30"])
        #expect(try self.runs("0 0 * * *", in: "Asia/Kathmandu", after: "2026-11-22T00:00", count: 1) == ["11-22T18:15"])
    }

    @Test func `a job in a skipped hour runs right after it, and once`() throws {
        // On 29 March 2026 Berlin's clocks go from 2:00 to 3:00, at 1:00 UTC.
        let daily = try self.runs("30 2 * * *", in: "Europe/Berlin", after: "2026-03-28T00:00", count: 3)
        #expect(daily == ["03-28T01:30", "03-29T01:00", "03-30T00:30"])
        let often = try self.runs("0,30 1-3 * * *", in: "Europe/Berlin", after: "2026-03-29T00:00", count: 4)
        #expect(often == ["03-29T00:30", "03-29T01:00", "03-29T01:30", "03-29T23:00"])
    }

    @Test func `a job in a repeated hour runs once, one by the minute continues`() throws {
        // On 25 October 2026 Berlin's clocks go from 3:00 to 2:00, at 1:00 UTC.
        let daily = try self.runs("30 2 * * *", in: "Europe/Berlin", after: "2026-10-24T12:00", count: 2)
        #expect(daily == ["10-25T00:30", "10-26T01:30"])
        #expect(try self.runs("30 2 * * *", in: "Europe/Berlin", after: "2026-10-25T01:10", count: 1) == ["10-26T01:30"])
        let often = try self.runs("*/30 2 * * *", in: "Europe/Berlin", after: "2026-10-25T00:00", count: 4)
        #expect(often == ["10-25T00:30", "10-25T01:00", "10-25T01:30", "10-26T01:00"])
        let hourly = try self.runs("0 * * * *", in: "Europe/Berlin", after: "2026-10-24T23:30", count: 3)
        #expect(hourly == ["10-25T00:00", "10-25T01:00", "10-25T02:00"])
    }

    @Test func `half an hour is skipped and repeated on Lord Howe Island`() throws {
        // From 2:00 to 2:30 on 4 October 2026, 15:30 UTC; from 2:00 to 1:30 on 5 April 2026, 15:00 UTC the day before.
        #expect(try self.runs("15 2 * * *", in: "Australia/Lord_Howe", after: "2026-10-03T00:00", count: 1) == ["10-03T15:30"])
        let twice = try self.runs("*/15 1 * * *", in: "Australia/Lord_Howe", after: "2026-04-04T14:29", count: 5)
        #expect(twice == ["04-04T14:30", "04-04T14:45", "04-04T15:00", "04-04T15:15", "04-05T14:30"])
    }

    @Test func `midnight itself may be skipped, or a whole day`() throws {
        #expect(try self.runs("0 0 * * *", in: "America/Santiago", after: "2026-09-05T12:00", count: 1) == ["09-06T04:00"])
        // 30 December 2011 did not exist in Apia.
        #expect(try self.runs("0 12 30 * *", in: "Pacific/Apia", after: "2011-12-29T00:00", count: 1) == ["12-30T10:00"])
        #expect(try self.runs("* 12 30 * *", in: "Pacific/Apia", after: "2011-12-29T00:00", count: 1) == ["01-29T22:00"])
    }

    @Test func `a run is after the instant, never at it`() throws {
        let schedule = CronSchedule(try CronExpression("* * * * *"), in: .utc)
        #expect(schedule.next(after: base) == base + .minutes(1))
        #expect(schedule.next(after: base - .milliseconds(1)) == base)
        #expect(schedule.next(after: base + .milliseconds(1)) == base + .minutes(1))
    }

    @Test func `zones have IANA names`() throws {
        for name in [
            "UTC", "Europe/Berlin", "Asia/Calcutta", "US/Eastern", "America/Argentina/Ushuaia", "Etc/GMT+5", "CET", "EST5EDT",
        ] {
            #expect(Zone(name)?.name == name)
        }
        for name in ["", "Europe/Atlantis", "europe/berlin", "GMT+3", "BST", "PST", "+01:00", "../etc/passwd", "Europe/Berlin "] {
            #expect(Zone(name) == nil, "\(name)")
        }
        #expect(Zone("Etc/GMT+5")?.offset(at: base) == .hours(-5))
        let berlin = CronSchedule(try CronExpression("@daily"), in: try #require(Zone("Europe/Berlin")))
        #expect(berlin.words(base + .hours(2)) == "22 Nov 2026, 03:00 Europe/Berlin")
    }
}
