import Foundation
import HTTPTypes
import HawkCore
import HawkEngine
import HawkTestSupport
import NIOCore
import Testing

@testable import HawkAPI

struct PingRoutesTests {
    @Test func `every form of a ping is accepted from anyone, and stored`() async throws {
        try await withTestApp { app in
            let job = try await app.heartbeat()
            let anyone = app.anyone
            let run = UUID().uuidString.lowercased()
            #expect(try await anyone.get("\(job.path)/start?rid=\(run)").text == "OK")
            let answer = try await anyone.get("\(job.path)?rid=\(run)")
            #expect(answer.status == 200 && answer.text == "OK")
            #expect(answer.headers[.contentType]?.hasPrefix("text/plain") == true)
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
            let limit = try #require(HTTPField.Name("Ping-Body-Limit"))
            #expect(answer.headers[limit] == "10240")
            let head = try await anyone.send(.head, "\(job.path)/0")
            #expect(head.status == 200 && head.text.isEmpty)
            #expect(try await anyone.send(.post, "\(job.path)/log", body: ByteBuffer(string: "half way")).text == "OK")
            #expect(try await anyone.send(.post, "\(job.path)/fail", body: ByteBuffer(string: "no")).text == "OK")
            #expect(try await anyone.get("/ping/\(job.uuid.uppercased())/255").text == "OK")
            // A browser's cookie and origin have no effect.
            let foreign = app.as(.charlie).with(.origin, "https://elsewhere.example")
            #expect(try await foreign.post("\(job.path)").text == "OK")

            let pings = try await app.as(.bob).get("/api/v1/monitors/\(job.id)/pings").json.items
            #expect(
                pings.map { $0["kind"]?.string } == ["success", "fail", "fail", "log", "success", "success", "start"])
            #expect(pings.map { $0["exit_status"]?.int } == [nil, 255, nil, nil, 0, nil, nil])
            #expect(pings.map { $0["body_start"]?.string } == [nil, nil, "no", "half way", nil, nil, nil])
            #expect(pings.last?["rid"]?.string == run && pings[5]["duration_ms"] == .double(0))
            #expect(pings[0]["from"]?.string == "127.0.0.1")
            let page = try await app.as(.bob).get("/api/v1/monitors/\(job.id)/pings?limit=3").json
            let next = try #require(page["next_cursor"]?.string)
            let rest = try await app.as(.bob).get("/api/v1/monitors/\(job.id)/pings?limit=50&cursor=\(next)").json
            #expect(rest.items == Array(pings[3...]) && rest["next_cursor"] == .null)
        }
    }

    @Test func `an invalid ping is refused, without the UUID in any metric`() async throws {
        try await withTestApp { app in
            let job = try await app.heartbeat()
            let stranger = "/ping/\(UUID().uuidString.lowercased())"
            for path in [stranger, "\(stranger)/fail", "/ping/backup", "/ping/0", "\(job.path)/stop", "\(job.path)/-1"] {
                #expect(try await app.anyone.get(path).status == 404, "\(path)")
            }
            for path in ["256", "0000300", "99999999999999999999"] {
                #expect(try await app.anyone.get("\(job.path)/\(path)").status == 400, "\(path)")
            }
            #expect(try await app.anyone.get("\(job.path)?rid=1").status == 400)
            #expect(try await app.anyone.delete(job.path).status == 405)
            let status = try await app.as(.bob).get("/api/v1/monitors/\(job.id)").json["status"]
            #expect(status?.string == "pending")
            #expect(!app.engine.metrics.text().contains(job.uuid))
        }
    }

    @Test func `a long body is accepted, and its start is stored`() async throws {
        try await withTestApp { app in
            let job = try await app.heartbeat()
            for length in [10_239, 10_240, 10_241, 3_000_000] {
                let body = ByteBuffer(repeating: UInt8(ascii: "x"), count: length)
                #expect(try await app.anyone.send(.post, job.path, body: body).text == "OK")
            }
            #expect(try await app.anyone.send(.post, job.path, body: ByteBuffer(bytes: [0xFF, 0, 0x41])).status == 200)
            let pings = try await app.as(.bob).get("/api/v1/monitors/\(job.id)/pings").json.items
            #expect(pings.map { $0["body_start"]?.string?.count } == [3, 10_240, 10_240, 10_240, 10_239])
            #expect(pings[0]["body_start"]?.string == "\u{FFFD}\u{FFFD}A")
        }
    }

    @Test func `five hundred concurrent pings are all answered and stored, in few transactions`() async throws {
        try await withTestApp { app in
            var jobs: [Job] = []
            for _ in 0..<10 { jobs.append(try await app.heartbeat()) }
            try await withThrowingTaskGroup(of: Answer.self) { group in
                for number in 0..<500 {
                    let path = jobs[number % 10].path
                    group.addTask { try await app.anyone.get("\(path)/start?rid=\(UUID().uuidString)") }
                }
                for try await answer in group { #expect(answer.status == 200 && answer.text == "OK") }
            }
            for job in jobs {
                let pings = try await app.as(.bob).get("/api/v1/monitors/\(job.id)/pings?limit=500").json.items
                #expect(Set(pings.compactMap { $0["rid"]?.string }).count == 50)
            }
            let metrics = app.engine.metrics.text()
            #expect(metrics.contains("statushawk_pings_total{outcome=\"recorded\"} 500\n"))
            let batches = try #require(
                metrics.split(separator: "\n").first { $0.hasPrefix("statushawk_ping_batch_pings_count ") }?
                    .split(separator: " ").last.flatMap { Int($0) })
            #expect(batches < 100)
        }
    }

    @Test func `a job that pings endlessly is rate limited and delays no other`() async throws {
        try await withTestApp { app in
            let job = try await app.heartbeat()
            let other = try await app.heartbeat()
            for _ in 0..<100 { #expect(try await app.anyone.get("\(job.path)/log").status == 200) }
            let refused = try await app.anyone.get("\(job.path)/log")
            #expect(refused.status == 429 && refused.headers[.retryAfter] == "1")
            #expect(try await app.anyone.get(other.path).status == 200)
            app.clock.advance(by: .seconds(1))
            #expect(try await app.anyone.get("\(job.path)/log").status == 200)
        }
    }

    @Test func `editors see the ping URL, viewers only the pings, strangers neither`() async throws {
        try await withTestApp { app in
            let job = try await app.heartbeat()
            for (role, url) in [(Role.editor, JSONValue.string("\(app.url)/ping/\(job.uuid)")), (.viewer, .null)] {
                let caller = try await app.token(role)
                #expect(try await caller.get("/api/v1/monitors/\(job.id)").json["ping_url"] == url)
                #expect(try await caller.get("/api/v1/monitors").json.items.first?["ping_url"] == url)
                #expect(try await caller.get("/api/v1/monitors/\(job.id)/pings").status == 200)
            }
            for path in ["", "/pings"] {
                #expect(try await app.as(.charlie).get("/api/v1/monitors/\(job.id)\(path)").status == 404)
                #expect(try await app.anyone.get("/api/v1/monitors/\(job.id)\(path)").status == 401)
            }
            let checked = try await app.as(.alice).post("/api/v1/monitors", ["type": "tcp", "target": "db.example:5432"]).json
            #expect(checked["ping_url"] == .null)
        }
    }

    @Test func `a heartbeat is created, changed, paused and deleted like any monitor`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice)
            let job = try await app.heartbeat(["interval_seconds": 3_600, "settings": ["grace_seconds": 900]])
            let made = try await alice.get("/api/v1/monitors/\(job.id)").json
            #expect(made["target"]?.string == "" && made["locations"]?.array == [] && made["quorum"]?.int == 1)
            #expect(made["timeout_seconds"] == .double(900) && made["confirmations"]?.int == 0)

            let changed = try await alice.patch(
                "/api/v1/monitors/\(job.id)", ["interval_seconds": 60, "settings": ["grace_seconds": 86_400]]
            ).json
            #expect(changed["interval_seconds"] == .double(60) && changed["timeout_seconds"] == .double(86_400))
            #expect(changed["ping_url"] == made["ping_url"])

            #expect(try await alice.post("/api/v1/monitors/\(job.id)/pause").status == 200)
            #expect(try await app.anyone.get("\(job.path)/fail").text == "OK")
            let paused = try await alice.get("/api/v1/monitors/\(job.id)").json
            #expect(paused["status"]?.string == "paused")
            #expect(try await alice.get("/api/v1/monitors/\(job.id)/results").json.items.isEmpty)

            #expect(try await alice.delete("/api/v1/monitors/\(job.id)").status == 204)
            #expect(try await app.anyone.get(job.path).status == 404)
        }
    }

    @Test func `a schedule replaces the interval and sets when the next ping is due`() async throws {
        try await withTestApp { app in
            // A token, because sessions would expire as the clock is set.
            let alice = try await app.token(.editor, of: app.as(.alice))
            let zone: JSONValue = "America/New_York"
            let job = try await app.heartbeat([
                "settings": ["schedule": "0 4 * * MON-FRI", "time_zone": zone, "grace_seconds": 1_800]
            ])
            let path = "/api/v1/monitors/\(job.id)"
            let made = try await alice.get(path).json
            #expect(made["interval_seconds"] == .double(3 * 86_400) && made["timeout_seconds"] == .double(1_800))
            #expect(made["settings"] == ["schedule": "0 4 * * MON-FRI", "time_zone": zone, "grace_seconds": 1_800])
            #expect(made["next_ping_due_at"] == .null && made["running_since"] == .null)

            // A Monday, 8:53 in New York.
            app.clock.set(try #require(Instant("2026-09-21T12:53:20Z")))
            #expect(try await app.anyone.get("\(job.path)/start").text == "OK")
            #expect(try await alice.get(path).json["running_since"]?.string == "2026-09-21T12:53:20.000Z")
            #expect(try await app.anyone.get(job.path).text == "OK")
            let pinged = try await alice.get(path).json
            #expect(pinged["next_ping_due_at"]?.string == "2026-09-22T08:00:00.000Z" && pinged["running_since"] == .null)
            #expect(try await alice.get("/api/v1/monitors").json.items.first?["next_ping_due_at"] == pinged["next_ping_due_at"])

            // A new name keeps the due time, and a new time zone changes it. A paused monitor has none.
            let renamed = try await alice.patch(path, ["name": "Nightly"]).json
            #expect(renamed["next_ping_due_at"] == pinged["next_ping_due_at"])
            let moved = try await alice.patch(path, ["settings": ["time_zone": "UTC"]]).json
            #expect(moved["next_ping_due_at"]?.string == "2026-09-22T04:00:00.000Z")
            #expect(try await alice.post("\(path)/pause").json["next_ping_due_at"] == .null)
            #expect(try await app.anyone.get("\(job.path)/start").text == "OK")
            #expect(try await alice.get(path).json["running_since"] == .null)
            #expect(try await alice.post("\(path)/resume").json["next_ping_due_at"] == moved["next_ping_due_at"])

            // Without a schedule the interval applies again, and must be valid.
            let refused = try await alice.patch(path, ["settings": ["schedule": .null]])
            #expect(try refused.status == 422 && refused.json["errors"]?.array?.first?["field"]?.string == "interval_seconds")
            let plain = try await alice.patch(path, ["interval_seconds": 3_600, "settings": ["schedule": .null]]).json
            #expect(plain["interval_seconds"] == .double(3_600))
            #expect(plain["next_ping_due_at"]?.string == "2026-09-21T13:53:20.000Z")
        }
    }

    @Test func `a run without a start has no latency, in results and statistics`() async throws {
        try await withTestApp { app in
            let job = try await app.heartbeat()
            #expect(try await app.anyone.get("\(job.path)/start").status == 200)
            app.clock.advance(by: .seconds(40))
            #expect(try await app.anyone.get(job.path).status == 200)
            app.clock.advance(by: .seconds(20))
            #expect(try await app.anyone.get(job.path).status == 200)
            let alice = app.as(.alice)
            let results = try await alice.get("/api/v1/monitors/\(job.id)/results").json.items
            #expect(results.map { $0["latency_ms"] } == [.null, .double(40_000)])
            #expect(try await alice.get("/api/v1/monitors/\(job.id)").json["last_latency_ms"] == .null)
            #expect(
                try await alice.get("/api/v1/monitors/\(job.id)/stats?period=24h").json["latency_ms"]?["mean"] == .double(40_000))
            #expect(try await alice.get("/api/v1/overview").json["latency_ms"] == .double(40_000))
        }
    }

    @Test func `an invalid heartbeat is refused with a sentence`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice)
            for (draft, field) in [
                (["name": "x", "target": "shop.example"], "target"), (["target": ""], "name"),
                (["name": "x", "settings": ["grace_seconds": 0]], "settings.grace_seconds"),
                (["name": "x", "settings": ["grace_seconds": 86_401]], "settings.grace_seconds"),
                (["name": "x", "interval_seconds": 0], "interval_seconds"),
                (["name": "x", "settings": ["schedule": "60 * * * *"]], "settings.schedule"),
                (["name": "x", "settings": ["schedule": ""]], "settings.schedule"),
                (["name": "x", "settings": ["schedule": "0 0 30 2 *"]], "settings.schedule"),
                (["name": "x", "settings": ["schedule": "@daily", "time_zone": "Europe/Atlantis"]], "settings.time_zone"),
                (["name": "x", "settings": ["time_zone": ""]], "settings.time_zone"),
            ] as [(JSONValue, String)] {
                let answer = try await alice.post("/api/v1/monitors", draft.merging(["type": "heartbeat"]))
                #expect(answer.status == 422)
                #expect(try answer.json["errors"]?.array?.first?["field"]?.string == field)
            }
            let job = try await app.heartbeat()
            let sentence = "a heartbeat monitor cannot be checked: it receives pings at its ping_url"
            let check = try await alice.post("/api/v1/monitors/\(job.id)/check")
            #expect(try check.status == 409 && check.json["detail"]?.string == sentence)
            let test = try await alice.post("/api/v1/monitors/test", ["type": "heartbeat", "name": "x"])
            #expect(try test.status == 409 && test.json["detail"]?.string == sentence)
        }
    }
}

/// A heartbeat monitor as its job sees it.
private struct Job: Sendable {
    let id: Int64
    let uuid: String

    var path: String { "/ping/\(self.uuid)" }
}

extension TestApp {
    /// Creates a heartbeat monitor of Alice's.
    fileprivate func heartbeat(_ changes: JSONValue = [:]) async throws -> Job {
        let made = try await self.as(.alice).post(
            "/api/v1/monitors", (["type": "heartbeat", "name": "Backup"] as JSONValue).merging(changes))
        #expect(made.status == 201)
        let url = try #require(try made.json["ping_url"]?.string)
        return Job(id: try #require(try made.json["id"]?.int), uuid: String(url.suffix(36)))
    }
}
