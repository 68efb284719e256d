import HawkTestSupport
import Testing

@testable import HawkCore

struct CronFuzzTests {
    private static let seeds = [
        "*/5 9-17 * * MON-FRI", "0,30 2 1-7,L */2 7", "@daily", "15 3 LW JAN,jul 5#2,5L", "59 23 31 12 0-6/3", "* * * * *",
    ]
    private static let alphabet = Array("0123456789*/-,#LW@ \tadijmnoru?\u{FF}\u{0}".utf8)

    /// 100,000 texts: half random bytes, half valid expressions with up to four bytes changed, removed, inserted or repeated.
    @Test func `100,000 plausible texts are parsed or refused, in bounded time`() throws {
        var random = SeededGenerator(seed: 5)
        let zones = try ["UTC", "Europe/Berlin", "Australia/Lord_Howe"].map { try #require(Zone($0)) }
        var valid = 0
        for round in 0..<100_000 {
            let text = round.isMultiple(of: 2) ? Self.noise(&random) : Self.mutation(&random)
            guard let expression = try? CronExpression(text) else { continue }
            valid += 1
            let schedule = CronSchedule(expression, in: zones[round % zones.count])
            let start = base + .milliseconds(Int64.random(in: -50_000_000_000..<500_000_000_000, using: &random))
            let next = schedule.next(after: start)
            // One hour more if clocks change between the two.
            #expect(next > start && next - start <= expression.maxGap + .hours(1), "\(text) after \(start)")
        }
        #expect(valid > 10_000)
    }

    /// The longest texts, with the most expensive items.
    @Test func `the longest texts are parsed in bounded time`() throws {
        for text in [
            "\(String(repeating: "*,", count: 95))* * * * *", String(repeating: ",", count: 200),
            "* * * * \(String(repeating: "1#1,", count: 47))1",
        ] {
            for _ in 0..<200 { _ = try? CronExpression(text) }
        }
        #expect(throws: CronExpression.Malformed.self) { try CronExpression(String(repeating: "* ", count: 5_000_000)) }
    }

    private static func noise(_ random: inout SeededGenerator) -> String {
        let count = Int.random(in: 0...30, using: &random)
        return String(decoding: (0..<count).map { _ in Self.alphabet.randomElement(using: &random) ?? 0 }, as: UTF8.self)
    }

    private static func mutation(_ random: inout SeededGenerator) -> String {
        var bytes = Array((Self.seeds.randomElement(using: &random) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            let byte = Self.alphabet.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[position] = byte
            case 1 where bytes.count > 1: bytes.remove(at: position)
            case 2: bytes.insert(byte, at: position)
            default: bytes += bytes[position...].prefix(20)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
