import HTTPTypes
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct LocationRoutesTests {
    private func location(_ name: String, runners: Int64, seen: Instant?, monitors: Int64) -> JSONValue {
        [
            "name": .string(name), "runners": .int(runners), "silent": .bool(runners == 0),
            "last_seen_at": seen.map { .string("\($0)") } ?? .null, "monitors": .int(monitors),
        ]
    }

    @Test func `a location shows its live runners, and becomes silent without them`() async throws {
        try await withTestApp { app in
            let viewer = try await app.token(.viewer)
            #expect(try await viewer.get("/api/v1/locations").json == ["items": [], "next_cursor": .null])
            let start = app.clock.now
            for (runner, place) in [("a", "us"), ("b", "eu"), ("c", "eu")] { try await app.record(runner, at: place) }
            app.clock.advance(by: RunnerBeat.silence)
            try await app.record("b", at: "eu")
            let both = [
                self.location("eu", runners: 2, seen: app.clock.now, monitors: 0),
                self.location("us", runners: 1, seen: start, monitors: 0),
            ]
            #expect(try await viewer.get("/api/v1/locations").json.items == both)
            app.clock.advance(by: .milliseconds(1))
            let one = [
                self.location("eu", runners: 1, seen: start + RunnerBeat.silence, monitors: 0),
                self.location("us", runners: 0, seen: start, monitors: 0),
            ]
            #expect(try await viewer.get("/api/v1/locations").json.items == one)
            #expect(try await app.anyone.get("/api/v1/locations").status == 401)
            #expect(try await viewer.get("/api/v1/locations?limit=1").status == 400)
        }
    }

    @Test func `a location counts the monitors of the caller's organization`() async throws {
        try await withTestApp { app in
            try await app.record("a", at: "eu")
            let start = app.clock.now
            let paths = [
                try await app.monitor(of: .alice, at: ["default"]), try await app.monitor(of: .alice, at: ["eu", "default"]),
                try await app.monitor(of: .alice, at: ["eu"]),
            ]
            _ = try await app.as(.alice).post("/api/v1/monitors", ["type": "heartbeat", "name": "Backup"])
            _ = try await app.monitor(of: .charlie, at: ["eu"])
            func list(_ person: Person) async throws -> [JSONValue] {
                try await app.as(person).get("/api/v1/locations").json.items
            }
            // No runner was ever at this one.
            let unused = self.location("default", runners: 0, seen: nil, monitors: 2)
            #expect(try await list(.bob) == [unused, self.location("eu", runners: 1, seen: start, monitors: 2)])
            #expect(try await list(.charlie) == [self.location("eu", runners: 1, seen: start, monitors: 1)])
            // A paused monitor still has its locations, a deleted one has none.
            #expect(try await app.as(.alice).post("\(paths[2])/pause").status == 200)
            for path in paths[...1] { #expect(try await app.as(.alice).delete(path).status == 204) }
            #expect(try await list(.bob) == [self.location("eu", runners: 1, seen: start, monitors: 1)])
        }
    }
}

extension TestApp {
    /// Records that a runner is alive.
    fileprivate func record(_ runner: String, at location: String) async throws {
        try await self.database.write { db in
            try RunnerRepository().record(runner, at: location, version: "1", since: .epoch, in: db)
        }
    }

    /// Creates a monitor.
    /// - Returns: its path.
    fileprivate func monitor(of person: Person, at locations: [String]) async throws -> String {
        let body: JSONValue = ["type": "tcp", "target": "db.example:5432", "locations": .array(locations.map { .string($0) })]
        let made = try await self.as(person).post("/api/v1/monitors", body)
        #expect(made.status == 201, "\(made.text)")
        return try #require(made.headers[.location])
    }
}
