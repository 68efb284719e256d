import HawkCore
import Testing

struct HeartbeatTests {
    private let key = PingKey()

    @Test func `a key is a random UUID of version 4, and appears in no text`() {
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
    func `an invalid UUID is no key`(_ text: String) {
        #expect(PingKey(text) == nil)
        #expect(RunID(text) == nil)
    }

    @Test func `a key is the same in upper and lower case`() {
        #expect(PingKey(self.key.revealed.uppercased()) == self.key)
    }

    @Test func `overlapping runs are each measured from their own start`() throws {
        var heartbeat = Heartbeat(monitor: ID(1), key: self.key)
        let first = try #require(RunID(PingKey().revealed))
        let second = try #require(RunID(PingKey().revealed))
        let start = Instant(seconds: 1_000)
        _ = heartbeat.receive(Ping(.start, run: first), at: start)
        _ = heartbeat.receive(Ping(.start, run: second), at: start + .seconds(10))
        _ = heartbeat.receive(Ping(.start), at: start + .seconds(20))
        _ = heartbeat.receive(Ping(.log, run: first), at: start + .seconds(25))
        #expect(heartbeat.receive(Ping(.success, run: first), at: start + .seconds(30)).duration == .seconds(30))
        #expect(heartbeat.receive(Ping(.fail, run: second), at: start + .seconds(30)).duration == .seconds(20))
        #expect(heartbeat.receive(Ping(.success), at: start + .seconds(30)).duration == .seconds(10))
        let again = heartbeat.receive(Ping(.success), at: start + .seconds(40))
        #expect(again.duration == nil && again.number == 8)
    }

    @Test func `of overlapping runs the last to begin is awaited, until it ends or any run fails`() throws {
        let first = try #require(RunID(PingKey().revealed))
        let second = try #require(RunID(PingKey().revealed))
        let start = Instant(seconds: 1_000)
        func heartbeat(after pings: Ping...) -> Heartbeat {
            pings.enumerated().reduce(into: Heartbeat(monitor: ID(1), key: self.key)) { heartbeat, ping in
                _ = heartbeat.receive(ping.element, at: start + .seconds(Int64(ping.offset)))
            }
        }
        let both = [Ping(.start, run: first), Ping(.start, run: second)]
        #expect(heartbeat(after: both[0]).runningSince == start)
        #expect(heartbeat(after: both[0], both[1], Ping(.log)).runningSince == start + .seconds(1))
        #expect(heartbeat(after: both[0], both[1], Ping(.success, run: first)).runningSince == start + .seconds(1))
        #expect(heartbeat(after: both[0], both[1], Ping(.success, run: second)).runningSince == nil)
        #expect(heartbeat(after: both[0], both[1], Ping(.success)).runningSince == nil)
        #expect(heartbeat(after: both[0], both[1], Ping(.fail, run: first)).runningSince == nil)
        #expect(heartbeat(after: Ping(.start), both[0], Ping(.success, run: first)).runningSince == nil)
    }

    @Test func `a run is shown until it ends or its monitor starts fresh, and changes no status`() {
        let schedule = HeartbeatSchedule(interval: .minutes(10), grace: .minutes(1))
        let start = Instant(seconds: 1_000_000)
        let listening = Listening([start - .hours(1)..<start + .hours(3)])
        var heartbeat = Heartbeat(monitor: ID(1), key: self.key)
        _ = heartbeat.receive(Ping(.start), at: start)
        #expect(heartbeat.missed(by: schedule, effectiveAt: start - .hours(1), listening) == nil)
        #expect(heartbeat.receive(Ping(.success), at: start + .minutes(7)).duration == .minutes(7))
        heartbeat.settle(at: start + .minutes(7), due: start + .minutes(17))
        #expect(heartbeat.missed(by: schedule, effectiveAt: start - .hours(1), listening) == start + .minutes(17))
        _ = heartbeat.receive(Ping(.start), at: start)
        heartbeat.restart(at: start + .minutes(8), by: schedule)
        #expect(heartbeat.dueAt == start + .minutes(18) && heartbeat.runningSince == nil)
        _ = heartbeat.receive(Ping(.start), at: start)
        heartbeat.rest()
        #expect(heartbeat.dueAt == nil && heartbeat.runningSince == nil)
    }

    @Test func `runs that never end are removed eventually`() throws {
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
