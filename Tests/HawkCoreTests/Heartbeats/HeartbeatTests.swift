import HawkCore
import Testing

struct HeartbeatTests {
    private let key = PingKey()

    @Test func `a key is a random UUID of version 4, and shows in no text`() {
        #expect(self.key != PingKey())
        #expect(PingKey(self.key.revealed) == self.key)
        let characters = Array(self.key.revealed)
        #expect(characters.count == 36 && characters[14] == "4" && "89ab".contains(characters[19]))
        for text in ["\(self.key)", String(reflecting: self.key), "\([self.key])", String(describing: Optional(self.key))] {
            #expect(!text.contains(self.key.revealed))
        }
    }

    @Test(arguments: [
        "", "start", "5f0c1c4e-2b1f-4f0e-9d53-1c5e8a7b6c4", "5f0c1c4e2b1f4f0e9d531c5e8a7b6c4d",
        "5f0c1c4e-2b1f-4f0e-9d53-1c5e8a7b6c4g",
        "5f0c1c4e-2b1f-4f0e-9d53-1c5e8a7b6c4d-", "{5f0c1c4e-2b1f-4f0e-9d53-1c5e8a7b6c4d}", "５f0c1c4e-2b1f-4f0e-9d53-1c5e8a7b6c4d",
    ])
    func `what is no UUID is no key`(_ text: String) {
        #expect(PingKey(text) == nil)
        #expect(RunID(text) == nil)
    }

    @Test func `a key is the same in whatever case it is written`() {
        #expect(PingKey(self.key.revealed.uppercased()) == self.key)
    }

    @Test func `runs that overlap are each measured from their own start`() throws {
        var heartbeat = Heartbeat(monitor: ID(1), key: self.key)
        let first = try #require(RunID(PingKey().revealed))
        let second = try #require(RunID(PingKey().revealed))
        let start = Instant(seconds: 1_000)
        _ = heartbeat.take(Ping(.start, run: first), at: start)
        _ = heartbeat.take(Ping(.start, run: second), at: start + .seconds(10))
        _ = heartbeat.take(Ping(.start), at: start + .seconds(20))
        _ = heartbeat.take(Ping(.log, run: first), at: start + .seconds(25))
        #expect(heartbeat.take(Ping(.success, run: first), at: start + .seconds(30)).duration == .seconds(30))
        #expect(heartbeat.take(Ping(.fail, run: second), at: start + .seconds(30)).duration == .seconds(20))
        #expect(heartbeat.take(Ping(.success), at: start + .seconds(30)).duration == .seconds(10))
        let again = heartbeat.take(Ping(.success), at: start + .seconds(40))
        #expect(again.duration == nil && again.number == 8)
    }

    @Test func `runs that never end are forgotten in the end`() throws {
        var runs = OpenRuns()
        let all = (0..<21).compactMap { _ in RunID(PingKey().revealed) }
        for (index, run) in all.enumerated() { runs.begin(run, at: Instant(seconds: Int64(index))) }
        #expect(runs.end(all[0]) == nil)
        #expect(runs.end(all[1]) == Instant(seconds: 1))
        runs.begin(all[2], at: Instant(seconds: 99))
        #expect(runs.end(all[2]) == Instant(seconds: 99))
        #expect(runs.end(all[2]) == nil)
    }
}
