import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

/// `/monitors/{id}/series`. The sums themselves are tested with the operation.
struct SeriesRoutesTests {
    private func bucket(
        _ at: Instant, checks: Int64, down: Int64 = 0, measured: Double, downtime: Double = 0, latency: JSONValue = .null
    ) -> JSONValue {
        [
            "at": .string("\(at)"), "checks": .int(checks), "down": .int(down), "unknown": 0,
            "measured_seconds": .double(measured),
            "downtime_seconds": .double(downtime),
            "latency_ms": ["min": latency, "mean": latency, "p95": latency, "max": latency],
        ]
    }

    @Test func `a series shows the results of a range, and its outages`() async throws {
        try await withTestApp { app in
            let start = app.clock.now.floored(to: .hours(1)) + .hours(1)
            app.clock.set(start)
            let made = try await app.as(.alice).post("/api/v1/monitors", ["type": "heartbeat", "name": "Backup"]).json
            let job = "/ping/\(try #require(made["ping_url"]?.string).suffix(36))"
            let path = "/api/v1/monitors/\(try #require(made["id"]?.int))/series"
            // Up for a minute, down for a minute, and up again after a run of half a minute.
            for (signal, pause) in [("", 60), ("/fail", 30), ("/start", 30), ("", 120)] as [(String, Int64)] {
                #expect(try await app.anyone.get(job + signal).text == "OK")
                app.clock.advance(by: .seconds(pause))
            }
            let (now, viewer) = (app.clock.now, try await app.token(.viewer))
            let minutes: JSONValue = [
                "step_seconds": 60.0,
                "buckets": [
                    self.bucket(start, checks: 1, measured: 60),
                    self.bucket(start + .minutes(1), checks: 1, down: 1, measured: 60, downtime: 60),
                    self.bucket(start + .minutes(2), checks: 1, measured: 60, latency: 30_000.0),
                    self.bucket(start + .minutes(3), checks: 0, measured: 60),
                ],
                "anomalies": [],
                "outages": [["from": .string("\(start + .minutes(1))"), "to": .string("\(start + .minutes(2))")]],
                "maintenance": [],
            ]
            #expect(try await viewer.get("\(path)?from=\(start)&to=\(now)&points=500").json == minutes)
            // The range ends now at the latest.
            #expect(try await viewer.get("\(path)?from=\(start)&to=\(now + .days(9))").json == minutes)
            #expect(try await viewer.get("\(path)?from=\(start)&to=&points=").json == minutes)

            // By default the last day, in hours.
            let day = try await viewer.get(path).json
            let buckets = try #require(day["buckets"]?.array)
            #expect(day["step_seconds"] == 3_600.0 && buckets.count == 25 && day["outages"] == minutes["outages"])
            #expect(buckets.first == self.bucket(start - .days(1), checks: 0, measured: 0))
            #expect(
                buckets.last
                    == self.bucket(start, checks: 3, down: 1, measured: 240, downtime: 60, latency: 30_000.0))

            #expect(try await app.anyone.get("\(job)/fail").text == "OK")
            app.clock.advance(by: .seconds(1))
            let open = try await viewer.get("\(path)?from=\(now)").json["outages"]
            #expect(open == [["from": .string("\(now)"), "to": .null]])
        }
    }

    @Test func `times are averaged over the locations, and latencies are those of successes`() async throws {
        try await withTestApp { app in
            let start = app.clock.now.floored(to: .hours(1)) + .hours(1)
            app.clock.set(start)
            try await app.database.write { db in
                try RunnerRepository().record("runner", at: "eu", version: "1", since: .epoch, in: db)
            }
            let body: JSONValue = ["type": "tcp", "target": "db.example:5432", "locations": ["default", "eu"]]
            let id = try #require(try await app.as(.alice).post("/api/v1/monitors", body).json["id"]?.int)
            try await app.database.write { db in
                let monitor = try #require(try MonitorRepository().all([ID(id)], in: db).first)
                try ResultRepository().insert(
                    [
                        StoreFixtures.result(of: monitor, at: start),
                        StoreFixtures.result(of: monitor, at: start, location: "eu", .down, latency: .milliseconds(5)),
                    ], in: db)
            }
            app.clock.advance(by: .minutes(1))
            let series = try await app.as(.bob).get("/api/v1/monitors/\(id)/series?from=\(start)").json
            #expect(
                series["buckets"] == [self.bucket(start, checks: 2, down: 1, measured: 60, downtime: 30, latency: 20.0)])
        }
    }

    @Test func `the buckets cover the range without gaps, and are no more than requested`() async throws {
        try await withTestApp { app in
            let id = try await app.monitor()
            let now = app.clock.now
            for length in [.seconds(1), .minutes(10), .hours(6), .hours(7), .days(1), .days(30), .days(400)] as [Duration] {
                for points in [2, 3, 24, 500] {
                    let from = now - length
                    let answer = try await app.as(.bob).get("/api/v1/monitors/\(id)/series?from=\(from)&points=\(points)")
                    let series = try answer.json
                    guard case .double(let seconds)? = series["step_seconds"] else {
                        Issue.record("\(length), \(points): \(answer.text)")
                        continue
                    }
                    let step = Duration.milliseconds(Int64(seconds * 1_000))
                    let starts = series["buckets"]?.array?.compactMap { $0["at"]?.string.flatMap(Instant.init) } ?? []
                    #expect((1...points).contains(starts.count) && step >= .seconds(60), "\(length), \(points)")
                    let (first, last) = (try #require(starts.first), try #require(starts.last))
                    #expect(first <= from && first + step > from && last < now && last + step >= now, "\(length), \(points)")
                    #expect(zip(starts, starts.dropFirst()).allSatisfy { $0 + step == $1 }, "\(length), \(points)")
                    #expect(series["buckets"]?.array?.first == self.bucket(first, checks: 0, measured: 0))
                }
            }
        }
    }

    @Test func `an invalid range is refused by the name of its parameter`() async throws {
        try await withTestApp { app in
            let path = "/api/v1/monitors/\(try await app.monitor())/series"
            let now = app.clock.now
            for (query, status, field) in [
                ("points=1", 400, "points"), ("points=501", 400, "points"), ("points=many", 400, "points"),
                ("from=yesterday", 400, "from"), ("to=2026-02-30T00:00:00Z", 400, "to"), ("step=60", 400, "step"),
                ("from=\(now)", 422, "from"), ("from=\(now + .days(1))&to=\(now + .days(2))", 422, "from"),
                ("from=\(now - .days(1))&to=\(now - .days(2))", 422, "from"),
                ("from=\(now - .days(400) - .milliseconds(1))", 422, "from"),
                ("from=0001-01-01T00:00:00Z", 422, "from"),
            ] as [(String, Int, String)] {
                let answer = try await app.as(.bob).get("\(path)?\(query)")
                #expect(answer.status == status, "\(query)")
                #expect(try answer.json["errors"]?.array?.map { $0["field"] } == [.string(field)], "\(query)")
            }
            #expect(try await app.as(.bob).get("\(path)?to=1970-01-01T00:00:00Z").status == 200)
        }
    }
}

extension TestApp {
    /// Creates a monitor of Alice's without results.
    fileprivate func monitor() async throws -> Int64 {
        let made = try await self.as(.alice).post("/api/v1/monitors", ["type": "tcp", "target": "db.example:5432"])
        return try #require(try made.json["id"]?.int)
    }
}
