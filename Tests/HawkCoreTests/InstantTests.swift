import HawkCore
import Testing

@Suite struct InstantTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_320_306_789, "2026-11-22T04:05:06.789Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `an instant is written as RFC 3339 and read back`(_ milliseconds: Int64, _ text: String) {
        #expect(Instant(milliseconds: milliseconds).description == text)
        #expect(Instant(text)?.milliseconds == milliseconds)
    }

    @Test func `offsets and any number of fraction digits are parsed`() {
        let instant = Instant("2026-11-22T04:05:06Z")
        #expect(Instant("2026-11-22T05:05:06+01:00") == instant)
        #expect(Instant("2026-11-21T23:35:06-04:30") == instant)
        #expect(Instant("2026-11-22T04:05:06.7Z")?.milliseconds == instant.map { $0.milliseconds + 700 })
        #expect(Instant("2026-11-22T04:05:06.789123456Z")?.milliseconds == instant.map { $0.milliseconds + 789 })
    }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T04:05:06", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-22T24:00:00Z",
        "2026-11-22T04:05:06.Z",
        "2026-11-22T04:05:06Zx", "2026-11-22T04:05:06+25:00", "x026-11-22T04:05:06Z", "2025-02-29T00:00:00Z",
    ])
    func `an invalid instant is refused`(_ text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func `every day of four centuries has the civil date of a simple count`() {
        var (year, month, day) = (1970, 1, 1)
        for index in 0..<146_097 {
            let civil = Instant(milliseconds: Int64(index) * 86_400_000).civil
            #expect(civil == (year, month, day))
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            day += 1
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }
}
